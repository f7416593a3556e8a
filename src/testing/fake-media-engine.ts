// A MediaEngine without media: pages that share a FakeNetwork see each other's "tracks" and frames. Keeps the same
// contract as the real engines (media-engine.contract.ts); time stands still, everything happens when told.
import type { CameraCap, EngineEvent, LinkPhase, MediaEngine, Peer, Source } from '#call/ports.ts';
import type { MemberId } from '#protocol/ids.ts';
import type { IceServer } from '#protocol/session.ts';
import type { Signal } from '#protocol/signaling.ts';

/** A track is named by whose it is; the name is all there is to see. */
export type FakeTrack = string;
type Report = (event: EngineEvent<FakeTrack>) => void;

interface FakeLink {
  readonly peer: Peer;
  readonly initiates: boolean;
  isUp: boolean;
  cap: CameraCap | null;
  expected: readonly Source[];
}

/** Carries frames between engines, in order, when `flush` is called; a cut pair hears nothing of each other. */
export class FakeNetwork {
  readonly #engines = new Map<MemberId, FakeMediaEngine>();
  readonly #queue: (() => void)[] = [];
  readonly #cuts = new Set<string>();

  join(member: MemberId, engine: FakeMediaEngine): void {
    this.#engines.set(member, engine);
  }

  leave(member: MemberId, engine: FakeMediaEngine): void {
    if (this.#engines.get(member) === engine) this.#engines.delete(member);
  }

  engine(member: MemberId): FakeMediaEngine | undefined {
    return this.#engines.get(member);
  }

  cut(a: MemberId, b: MemberId): void {
    this.#cuts.add(pairName(a, b));
  }

  heal(a: MemberId, b: MemberId): void {
    this.#cuts.delete(pairName(a, b));
  }

  isCut(a: MemberId, b: MemberId): boolean {
    return this.#cuts.has(pairName(a, b));
  }

  later(deliver: () => void): void {
    this.#queue.push(deliver);
  }

  flush(): void {
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) next();
  }
}

export class FakeMediaEngine implements MediaEngine<FakeTrack> {
  readonly #me: MemberId;
  readonly #network: FakeNetwork;
  readonly #report: Report;
  readonly #links = new Map<MemberId, FakeLink>();
  readonly #sent = new Map<Source, FakeTrack | null>();
  #isClosed = false;
  /** Descriptions this side has sent: what must not grow when tracks change. */
  descriptionsSent = 0;

  constructor(me: MemberId, network: FakeNetwork, report: Report) {
    this.#me = me;
    this.#network = network;
    this.#report = report;
    network.join(me, this);
  }

  link(peer: Peer, options: { readonly isPolite: boolean; readonly initiates: boolean }): void {
    if (this.#isClosed || this.#links.get(peer.member)?.peer.session === peer.session) return;
    this.unlink(peer.member);
    this.#links.set(peer.member, { peer, initiates: options.initiates, isUp: false, cap: null, expected: [] });
    if (options.initiates) this.#describe(peer, 'offer');
  }

  unlink(member: MemberId): void {
    if (!this.#links.delete(member)) return;
    this.#report({ kind: 'channel', member, isOpen: false });
    for (const source of ['microphone', 'camera'] as const)
      this.#report({ kind: 'track', member, source, track: null });
  }

  send(source: Source, track: FakeTrack | null): void {
    this.#sent.set(source, track);
  }

  cap(member: MemberId, cap: CameraCap): void {
    const link = this.#links.get(member);
    if (link !== undefined) link.cap = cap;
  }

  expect(member: MemberId, sending: readonly Source[]): void {
    const link = this.#links.get(member);
    if (link !== undefined) link.expected = sending;
  }

  receive(from: Peer, signal: Signal): void {
    const link = this.#links.get(from.member);
    if (link === undefined || link.peer.session !== from.session || signal.kind === 'candidates') return;
    if (signal.kind === 'offer') this.#describe(from, 'answer');
    this.#connected(link);
  }

  sendFrame(member: MemberId, bytes: Uint8Array): boolean {
    const link = this.#links.get(member);
    if (link?.isUp !== true) return false;
    this.#network.later(() => {
      if (!this.#network.isCut(this.#me, member)) this.#network.engine(member)?.hear(this.#me, bytes);
    });
    return true;
  }

  setIceServers(_servers: readonly IceServer[]): void {}

  networkReturned(): void {
    for (const [member, link] of this.#links) {
      if (!link.isUp && !this.#network.isCut(this.#me, member)) this.signalingReturned(member);
    }
  }

  signalingReturned(member: MemberId | 'everybody'): void {
    for (const link of this.#links.values()) {
      if (!link.isUp && link.initiates && (member === 'everybody' || member === link.peer.member)) {
        this.#describe(link.peer, 'offer');
      }
    }
  }

  levels(): ReadonlyMap<MemberId, number> {
    return new Map([...this.#links.keys()].map((member) => [member, this.isReceiving(member, 'microphone') ? 0.5 : 0]));
  }

  close(): void {
    if (this.#isClosed) return;
    for (const member of [...this.#links.keys()]) this.unlink(member);
    this.#isClosed = true;
    this.#network.leave(this.#me, this);
  }

  /** Whether that member's source reaches this side now: what a decoded frame proves with real media. */
  isReceiving(member: MemberId, source: Source): boolean {
    const isUp = this.#links.get(member)?.isUp === true && !this.#network.isCut(this.#me, member);
    return isUp && (this.#network.engine(member)?.sent(source) ?? null) !== null;
  }

  sent(source: Source): FakeTrack | null {
    return this.#sent.get(source) ?? null;
  }

  capOf(member: MemberId): CameraCap | null {
    return this.#links.get(member)?.cap ?? null;
  }

  linkedTo(): readonly MemberId[] {
    return [...this.#links.keys()];
  }

  /** What a watchdog would have found. */
  becomes(member: MemberId, phase: LinkPhase): void {
    if (this.#links.has(member)) this.#report({ kind: 'phase', member, phase });
  }

  hear(from: MemberId, bytes: Uint8Array): void {
    if (this.#links.has(from)) this.#report({ kind: 'frame', member: from, bytes });
  }

  #connected(link: FakeLink): void {
    if (link.isUp) return;
    link.isUp = true;
    const { member } = link.peer;
    this.#report({ kind: 'phase', member, phase: 'up' });
    this.#report({ kind: 'track', member, source: 'microphone', track: `${member}:microphone` });
    this.#report({ kind: 'track', member, source: 'camera', track: `${member}:camera` });
    this.#report({ kind: 'channel', member, isOpen: true });
  }

  #describe(peer: Peer, kind: 'offer' | 'answer'): void {
    this.descriptionsSent += 1;
    this.#report({ kind: 'signal', peer, signal: { kind, attempt: 0, id: 1, sdp: `fake ${kind}` } });
  }
}

function pairName(a: MemberId, b: MemberId): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}
