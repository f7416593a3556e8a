// One running call in this page: carries out what call/call.ts decides and reports what happened. The composition of
// engine, channel, devices, features and the wire; decides nothing itself.
import { effect, type Signal, signal } from '@preact/signals';
import { advanceCall, beginCall, type CallEffect, type CallEvent, type Called, fromEngine } from '#call/call.ts';
import type { EngineEvent, MediaEngine, Peer } from '#call/ports.ts';
import type { CallState } from '#call/state.ts';
import type { FeatureSeatInCall } from '#contract.web';
import type { MemberId } from '#protocol/ids.ts';
import type { RoomJoined } from '#protocol/session.ts';
import { keepResumeToken, resumeTokenOf } from '../kept.ts';
import { newSession } from '../random-id.ts';
import { MeshEngine } from '../rtc/mesh-engine.ts';
import { keepScreenOn } from '../wake-lock.ts';
import type { CallSession } from './call-session.ts';
import type { Companions } from './companions.ts';
import type { Enter, Entered, EnterRoom } from './entering.ts';
import { type DeviceNews, type SaidDevices, saidDevices, sendOwnMedia, tellOfDevices } from './own-media.ts';
import { RemoteMedia } from './remote-media.ts';
import { type SeatRequest, takeSeat } from './seat.ts';
import { type SignalBatch, signalBatch } from './signal-batch.ts';
import { whenNetworkReturns, whenPageGoes } from './surroundings.ts';
import { listenToVoices } from './voices.ts';

/** Whatever happens to the offers, the call is shown by then. */
const offerWithinMs = 100;
const syncAgainMs = 1_000;
/** The chunk could not be fetched: the network is away, or the server is of a newer build. */
const companionsAgainMs = 3_000;
const socketAnswersWithinMs = 1_500;

const fetchCompanions = () => import('./companions.ts');

/** Takes a seat and starts the call; never throws. */
export const enterRoom: Enter = async (room): Promise<Entered> => {
  const request: SeatRequest = {
    roomId: room.roomId,
    secret: room.secret,
    name: room.name,
    session: newSession(),
  };
  // Under way beside the question; a failure is met where it is needed.
  fetchCompanions().catch(() => undefined);
  const said = saidDevices(room.devices);
  const answer = await takeSeat(room.signaling, request, resumeTokenOf(room.roomId), said);
  if (!answer.ok) return answer;
  const call = new RunningCall(room, request, said, answer);
  await call.offered();
  return { ok: true, call };
};

class RunningCall implements CallSession {
  readonly state: Signal<CallState>;
  readonly openPanel = signal<string | null>(null);
  readonly features = signal<readonly FeatureSeatInCall[]>([]);
  readonly speaking: CallSession['speaking'];
  readonly mutedTalkAtMs: CallSession['mutedTalkAtMs'];
  readonly #room: EnterRoom;
  readonly #request: SeatRequest;
  readonly #engine: MediaEngine<MediaStreamTrack>;
  readonly #remote: RemoteMedia;
  readonly #signals: SignalBatch;
  readonly #news: DeviceNews;
  readonly #openChannels = new Set<MemberId>();
  readonly #ended = new AbortController();
  #companions: Companions | null = null;
  #views: RoomJoined['features'];
  #resumeToken: string;
  #syncTimer: ReturnType<typeof setTimeout> | null = null;
  #isRetaking = false;

  constructor(room: EnterRoom, request: SeatRequest, said: SaidDevices, answer: RoomJoined) {
    this.#room = room;
    this.#request = request;
    this.#resumeToken = answer.resumeToken;
    this.#views = answer.features;
    this.#remote = new RemoteMedia(room.devices.speakers);
    this.#engine = new MeshEngine(answer.iceServers, (event) => this.#engineReported(event));
    this.#signals = signalBatch((batch) => room.signaling.tell('signal', batch));
    const begun = beginCall(answer, performance.now());
    this.state = signal(begun.state);
    const voices = listenToVoices(answer.you, room.devices, () => this.#engine.levels(), this.#ended.signal);
    this.speaking = voices.speaking;
    this.mutedTalkAtMs = voices.mutedTalkAtMs;
    sendOwnMedia(room.devices, this.#engine, this.#ended.signal);
    this.#news = tellOfDevices(room.devices, said, (news) => this.#tellDevices(news), this.#ended.signal);
    this.#listen();
    this.#become(begun);
    void this.#meetCompanions({ member: answer.you, session: request.session });
    this.#ended.signal.addEventListener('abort', keepScreenOn());
  }

  get media(): CallSession['media'] {
    return this.#remote.media;
  }

  get isSoundBlocked(): CallSession['isSoundBlocked'] {
    return this.#remote.isSoundBlocked;
  }

  /** The offers are on their way: drawing the call's page takes longer than making them, and the answers take as long. */
  async offered(): Promise<void> {
    if (this.state.peek().links.size === 0) return;
    await Promise.race([this.#signals.begun, new Promise((resolve) => setTimeout(resolve, offerWithinMs))]);
  }

  allowSound(): void {
    this.#remote.allowSound();
  }

  reconnectNow(): void {
    this.#room.signaling.reconnectNow();
  }

  leave(): void {
    if (this.#ended.signal.aborted) return;
    keepResumeToken(this.#room.roomId, null);
    void this.#room.signaling.ask('room:leave', {});
    this.#happen({ kind: 'ended', reason: 'left' });
  }

  /** What was said before it is here is said again by those who said it. */
  async #meetCompanions(me: Peer): Promise<void> {
    const part = await fetchCompanions().catch(() => null);
    if (this.#ended.signal.aborted) return;
    if (part === null) {
      setTimeout(() => void this.#meetCompanions(me), companionsAgainMs);
      return;
    }
    const companions = part.openCompanions({
      me,
      room: this.#room,
      state: this.state,
      openPanel: this.openPanel,
      sendFrame: this.#engine.sendFrame.bind(this.#engine),
      ended: this.#ended.signal,
    });
    this.#companions = companions;
    companions.handleRoster(this.state.peek().members);
    companions.handleSignaling(this.state.peek().signaling.phase === 'up');
    for (const member of this.#openChannels) this.#considerWay(member);
    companions.handleViews(this.#views);
    this.features.value = companions.seats;
  }

  #listen(): void {
    const { signaling } = this.#room;
    let isFirst = true;
    const stops = [
      signaling.on('roster', (fact) => this.#happen({ kind: 'roster', fact, nowMs: performance.now() })),
      signaling.on('signal', (fact) => this.#happen({ kind: 'signal', fact })),
      signaling.on('relayed', (fact) => this.#companions?.handleRelayed(fact)),
      signaling.on('feature', (fact) => this.#companions?.handleFact(fact)),
      signaling.on('seat:moved', () => this.#happen({ kind: 'ended', reason: 'moved' })),
      signaling.onUp(() => void this.#retakeSeat()),
      effect(() => {
        const connection = signaling.connection.value;
        if (connection.phase === 'down' && !isFirst) this.#wentDown(connection.retryAtMs);
        isFirst = false;
      }),
      whenNetworkReturns(() => {
        void this.#checkSocket();
        this.#happen({ kind: 'network-returned' });
      }),
      whenPageGoes((presence) => signaling.tell('me:change', { presence })),
    ];
    this.#ended.signal.addEventListener('abort', () => {
      for (const stop of stops) stop();
    });
  }

  #happen(event: CallEvent): void {
    this.#become(advanceCall(this.state.peek(), event));
  }

  #become({ state, effects }: Called): void {
    const before = this.state.peek();
    this.state.value = state;
    if (state.members !== before.members) this.#companions?.handleRoster(state.members);
    if (state.signaling.phase !== before.signaling.phase)
      this.#companions?.handleSignaling(state.signaling.phase === 'up');
    for (const each of effects) this.#perform(each);
  }

  #perform(each: CallEffect): void {
    const engine = this.#engine;
    switch (each.kind) {
      case 'link':
        engine.link(each.peer, each);
        break;
      case 'unlink':
        engine.unlink(each.member);
        break;
      case 'expect':
        engine.expect(each.member, each.sending);
        break;
      case 'cap':
        engine.cap(each.member, each.cap);
        break;
      case 'receive':
        engine.receive(each.from, each.signal);
        break;
      case 'repeat-signals':
        engine.signalingReturned(each.member);
        break;
      case 'use-ice-servers':
        engine.setIceServers(each.servers);
        break;
      case 'restart-silent-links':
        engine.networkReturned();
        break;
      case 'sync':
        this.#syncAt(each.atMs);
        break;
      case 'stop':
        this.#stop();
        break;
    }
  }

  #engineReported(event: EngineEvent<MediaStreamTrack>): void {
    switch (event.kind) {
      case 'track':
        this.#remote.receive(event.member, event.source, event.track);
        break;
      case 'signal':
        this.#signals.add(event.peer, event.signal);
        break;
      case 'channel':
        this.#channelOpened(event.member, event.isOpen);
        break;
      case 'frame':
        this.#companions?.handleFrame(event.member, event.bytes);
        break;
      case 'phase':
      case 'sample': {
        const happened = fromEngine(event, performance.now());
        if (happened !== null) this.#happen(happened);
        if (event.kind === 'phase') this.#considerWay(event.member);
        // A restart needs the socket, and what silenced the link may have silenced it too.
        if (event.kind === 'phase' && event.phase === 'restarting') void this.#checkSocket();
      }
    }
  }

  /** While the seat is being retaken nothing may be said; the seat's answer is followed by what is new. */
  #tellDevices(news: SaidDevices): boolean {
    const isSeated = this.state.peek().signaling.phase === 'up' && !this.#isRetaking;
    return isSeated && this.#room.signaling.tell('me:change', news);
  }

  #channelOpened(member: MemberId, isOpen: boolean): void {
    if (isOpen) this.#openChannels.add(member);
    else this.#openChannels.delete(member);
    this.#considerWay(member);
  }

  /** A channel over a silent link would hold back what the server can deliver now. */
  #considerWay(member: MemberId): void {
    const phase = this.state.peek().links.get(member)?.phase;
    this.#companions?.handleWay(member, this.#openChannels.has(member) && (phase === 'up' || phase === 'suspect'));
  }

  #takeViews(views: RoomJoined['features']): void {
    this.#views = views;
    this.#companions?.handleViews(views);
  }

  #wentDown(retryAt1970Ms: number | null): void {
    const nowMs = performance.now();
    const retryAtMs = retryAt1970Ms === null ? null : nowMs + (retryAt1970Ms - Date.now());
    this.#happen({ kind: 'signaling-down', nowMs, retryAtMs });
  }

  /** After a blackout TCP may wait many seconds before it repeats; a socket that does not answer is replaced. */
  async #checkSocket(): Promise<void> {
    const { signaling } = this.#room;
    const answer = await signaling.ask('me:change', {}, { timeoutMs: socketAnswersWithinMs });
    if (!answer.ok && answer.code === 'unreachable' && !this.#ended.signal.aborted) signaling.reconnectNow();
  }

  async #retakeSeat(): Promise<void> {
    if (this.#isRetaking || this.#ended.signal.aborted) return;
    this.#isRetaking = true;
    const { signaling, devices } = this.#room;
    const said = saidDevices(devices);
    const answer = await takeSeat(signaling, this.#request, this.#resumeToken, said);
    this.#isRetaking = false;
    if (this.#ended.signal.aborted) return;
    if (answer.ok) {
      // The old seat is given away: this is a new member's, and the page enters anew with a session of its own.
      if (answer.you !== this.state.peek().me) signaling.tell('room:leave', {});
      this.#resumeToken = answer.resumeToken;
      this.#happen({ kind: 'reentered', answer, nowMs: performance.now() });
      this.#news.heard(said);
      this.#takeViews(answer.features);
    } else if (answer.code === 'room-not-found') {
      this.#happen({ kind: 'ended', reason: 'room-gone' });
    } else if (answer.code === 'seat-moved') {
      this.#happen({ kind: 'ended', reason: 'moved' });
    } else if (answer.code !== 'unreachable') {
      this.#happen({ kind: 'ended', reason: 'refused' });
    }
  }

  #syncAt(atMs: number): void {
    if (this.#syncTimer !== null) clearTimeout(this.#syncTimer);
    this.#syncTimer = setTimeout(() => void this.#sync(), Math.max(0, atMs - performance.now()));
  }

  async #sync(): Promise<void> {
    const answer = await this.#room.signaling.ask('room:sync', {});
    if (this.#ended.signal.aborted) return;
    const nowMs = performance.now();
    if (answer.ok) {
      this.#happen({ kind: 'synced', room: answer.room, nowMs });
      this.#takeViews(answer.features);
    } else if (this.state.peek().signaling.phase === 'up') {
      // While the socket is away the seat is retaken first, and that answer carries the whole room.
      this.#syncAt(nowMs + syncAgainMs);
    }
  }

  #stop(): void {
    this.#ended.abort();
    if (this.#syncTimer !== null) clearTimeout(this.#syncTimer);
    this.#engine.close();
    this.#companions?.close();
    this.#remote.close();
  }
}
