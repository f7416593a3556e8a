// MediaEngine by direct connections: one link a member, each thought out by call/link.ts and carried out by PeerConnection.
import { advanceLink, type Link, type LinkEffect, type LinkEvent, newLink } from '#call/link.ts';
import { type CameraCap, type EngineEvent, type MediaEngine, type Peer, type Source, sources } from '#call/ports.ts';
import { type LinkTotals, sampleBetween } from '#call/sampling.ts';
import type { MemberId } from '#protocol/ids.ts';
import type { IceServer } from '#protocol/session.ts';
import type { Signal } from '#protocol/signaling.ts';
import { type ConnectionReport, PeerConnection } from './peer-connection.ts';

const watchEveryMs = 250;
const beatEveryMs = 500;
const sampleEveryMs = 1_000;

/** Below 2 frames a second nobody sends on purpose. */
const pictureStillMs = 600;
const askAgainMs = 500;
/** A camera that shows nothing moving after so many asks has another reason. */
const asksMax = 8;
const refreshForMs = 1_500;
const neverAsked = { atMs: 0, times: 0 } as const;

interface MeshLink {
  readonly peer: Peer;
  state: Link;
  connection: PeerConnection | null;
  expected: readonly Source[];
  /** Until when whole frames are begun again: the first ones after a silence are often lost. */
  refreshUntilMs: number;
  /** When the far end was last asked for a whole picture, and how often since it moved. */
  asked: { readonly atMs: number; readonly times: number };
  cap: CameraCap | null;
  totals: LinkTotals | null;
}

type Report = (event: EngineEvent<MediaStreamTrack>) => void;

export class MeshEngine implements MediaEngine<MediaStreamTrack> {
  readonly #links = new Map<MemberId, MeshLink>();
  readonly #sent = new Map<Source, MediaStreamTrack | null>();
  readonly #report: Report;
  readonly #timers: readonly ReturnType<typeof setInterval>[];
  #iceServers: readonly IceServer[];
  #isClosed = false;

  constructor(iceServers: readonly IceServer[], report: Report) {
    this.#iceServers = iceServers;
    this.#report = report;
    this.#timers = [
      setInterval(() => this.#watch(), watchEveryMs),
      setInterval(() => this.#beat(), beatEveryMs),
      setInterval(() => this.#sample(), sampleEveryMs),
    ];
  }

  link(peer: Peer, options: { readonly isPolite: boolean; readonly initiates: boolean }): void {
    if (this.#isClosed) return;
    const present = this.#links.get(peer.member);
    if (present?.peer.session === peer.session) return;
    this.unlink(peer.member);
    const state = newLink(options.isPolite, performance.now());
    const link: MeshLink = {
      peer,
      state,
      connection: null,
      expected: sources,
      cap: null,
      totals: null,
      refreshUntilMs: 0,
      asked: neverAsked,
    };
    this.#links.set(peer.member, link);
    this.#advance(link, { kind: 'begin', initiates: options.initiates });
  }

  unlink(member: MemberId): void {
    const link = this.#links.get(member);
    if (link === undefined) return;
    this.#links.delete(member);
    link.connection?.close();
    link.connection = null;
    this.#report({ kind: 'channel', member, isOpen: false });
    for (const source of ['microphone', 'camera'] as const)
      this.#report({ kind: 'track', member, source, track: null });
  }

  send(source: Source, track: MediaStreamTrack | null): void {
    this.#sent.set(source, track);
    for (const link of this.#links.values()) link.connection?.send(source, track);
  }

  cap(member: MemberId, cap: CameraCap): void {
    const link = this.#links.get(member);
    if (link === undefined) return;
    link.cap = cap;
    link.connection?.cap(cap);
  }

  expect(member: MemberId, sending: readonly Source[]): void {
    const link = this.#links.get(member);
    if (link !== undefined) link.expected = sending;
  }

  receive(from: Peer, signal: Signal): void {
    const link = this.#links.get(from.member);
    if (link === undefined || link.peer.session !== from.session) return;
    this.#advance(link, { kind: 'signal', signal, nowMs: performance.now() });
  }

  sendFrame(member: MemberId, bytes: Uint8Array, options: { readonly isReliable: boolean }): boolean {
    return this.#links.get(member)?.connection?.sendFrame(bytes, options.isReliable) ?? false;
  }

  setIceServers(servers: readonly IceServer[]): void {
    this.#iceServers = servers;
    for (const link of this.#links.values()) link.connection?.setIceServers(servers);
  }

  networkReturned(): void {
    for (const link of this.#links.values()) {
      this.#advance(link, { kind: 'recovery', event: { kind: 'network-returned', nowMs: performance.now() } });
    }
  }

  signalingReturned(member: MemberId | 'everybody'): void {
    for (const link of this.#links.values()) {
      if (member === 'everybody' || member === link.peer.member) this.#negotiate(link, { kind: 'repeat' });
    }
  }

  levels(): ReadonlyMap<MemberId, number> {
    const levels = new Map<MemberId, number>();
    for (const [member, { connection }] of this.#links) levels.set(member, connection?.level() ?? 0);
    return levels;
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const timer of this.#timers) clearInterval(timer);
    for (const member of [...this.#links.keys()]) this.unlink(member);
  }

  #advance(link: MeshLink, event: LinkEvent): void {
    const before = link.state.recovery.phase;
    const { state, effects } = advanceLink(link.state, event);
    link.state = state;
    for (const effect of effects) this.#perform(link, effect);
    const { phase } = link.state.recovery;
    if (phase !== before) this.#report({ kind: 'phase', member: link.peer.member, phase });
  }

  #negotiate(link: MeshLink, event: Extract<LinkEvent, { kind: 'negotiation' }>['event']): void {
    this.#advance(link, { kind: 'negotiation', attempt: link.state.attempt, event, nowMs: performance.now() });
  }

  #perform(link: MeshLink, effect: LinkEffect): void {
    switch (effect.kind) {
      case 'open':
        this.#open(link, effect.attempt, effect.initiates);
        return;
      case 'restart-ice':
        link.connection?.restartIce();
        return;
      case 'refresh-picture':
        link.refreshUntilMs = performance.now() + refreshForMs;
        link.connection?.refreshPicture();
        return;
      case 'make':
        void link.connection?.make(effect.type);
        return;
      case 'take':
        void link.connection?.take(effect.type, effect.sdp);
        return;
      case 'add':
        link.connection?.addCandidates(effect.candidates);
        return;
      case 'send':
        this.#report({ kind: 'signal', peer: link.peer, signal: effect.signal });
        return;
      case 'send-again':
        this.#sendAgain(link, effect.name);
        return;
    }
  }

  #open(link: MeshLink, attempt: number, initiates: boolean): void {
    const { member } = link.peer;
    link.connection?.close();
    link.totals = null;
    this.#report({ kind: 'channel', member, isOpen: false });
    const connection = new PeerConnection(this.#iceServers, initiates, (report) => {
      if (link.connection === connection) this.#reported(link, attempt, report);
    });
    link.connection = connection;
    if (link.cap !== null) connection.cap(link.cap);
    for (const [source, track] of this.#sent) connection.send(source, track);
  }

  #reported(link: MeshLink, attempt: number, report: ConnectionReport): void {
    const { member } = link.peer;
    const nowMs = performance.now();
    switch (report.kind) {
      case 'negotiation':
        this.#advance(link, { kind: 'negotiation', attempt, event: report.event, nowMs });
        return;
      case 'connected':
      case 'failed':
        this.#advance(link, { kind: 'recovery', event: { kind: report.kind, nowMs } });
        return;
      case 'track':
      case 'channel':
      case 'frame':
        this.#report({ ...report, member });
        return;
    }
  }

  #sendAgain(link: MeshLink, name: { readonly of: 'offer' | 'answer'; readonly id: number }): void {
    const sdp = link.connection?.localDescription(name.of) ?? null;
    if (sdp === null) return;
    const signal: Signal = { kind: name.of, attempt: link.state.attempt, id: name.id, sdp };
    this.#report({ kind: 'signal', peer: link.peer, signal });
  }

  #watch(): void {
    const nowMs = performance.now();
    for (const link of this.#links.values()) {
      const heardMs = link.connection?.heardMs() ?? null;
      const event = { kind: 'tick', nowMs, heardMs, isMediaExpected: link.expected.length > 0 } as const;
      this.#advance(link, { kind: 'recovery', event });
      if (nowMs < link.refreshUntilMs) link.connection?.refreshPicture();
      if (link.expected.includes('camera')) this.#watchPicture(link, nowMs);
    }
  }

  /** Something is heard but the picture stands still: the far end is asked to begin a new one. */
  #watchPicture(link: MeshLink, nowMs: number): void {
    const { connection } = link;
    const pictureMs = connection?.pictureMs() ?? null;
    if (connection === null || pictureMs === null || link.state.recovery.phase !== 'up') return;
    if (nowMs - pictureMs < pictureStillMs) {
      link.asked = neverAsked;
    } else if (nowMs - link.asked.atMs >= askAgainMs && link.asked.times < asksMax) {
      link.asked = { atMs: nowMs, times: link.asked.times + 1 };
      connection.askForPicture();
    }
  }

  #beat(): void {
    for (const link of this.#links.values()) link.connection?.sendBeat();
  }

  #sample(): void {
    for (const link of this.#links.values()) {
      this.#sampleLink(link).catch(() => undefined); // closed while it was read
    }
  }

  async #sampleLink(link: MeshLink): Promise<void> {
    const { connection } = link;
    const totals = await connection?.totals();
    if (totals === undefined || link.connection !== connection) return;
    const sample = link.totals === null ? null : sampleBetween(link.totals, totals);
    link.totals = totals;
    if (sample !== null) this.#report({ kind: 'sample', member: link.peer.member, sample });
  }
}
