// A server and any number of pages in one process, on one manual clock: the real rooms, the real call and the real
// channel; only sockets, media and time are fakes. What is under way moves when a test says so.

import * as v from 'valibot';
import { advanceCall, beginCall, type CallEvent, type Called, fromEngine } from '#call/call.ts';
import type { EngineEvent, Peer } from '#call/ports.ts';
import type { CallState } from '#call/state.ts';
import type { Refusal } from '#protocol/errors.ts';
import { type AnswerOf, type BodyOf, type ClientEvent, facts, gate, type ServerFact } from '#protocol/gate.ts';
import type { HostKey, MemberId, RoomId, SessionId } from '#protocol/ids.ts';
import { parse } from '#protocol/messages.ts';
import type { RoomJoined } from '#protocol/session.ts';
import { refuseAtDoor } from '../server/gateway/dispatch.ts';
import { type FrontDesk, frontDesk } from '../server/rooms/front-desk.ts';
import { OpenRooms } from '../server/rooms/open-rooms.ts';
import { RoomRegistry } from '../server/rooms/registry.ts';
import { resumeTokens } from '../server/rooms/resume-token.ts';
import type { Visitor } from '../server/rooms/visitor.ts';
import type { TimeAndChance } from '../server/time-and-chance.ts';
import { createRoomChannel, type RoomChannel } from '../web/rtc/room-channel.ts';
import { FakeMediaEngine, FakeNetwork, type FakeTrack } from './fake-media-engine.ts';
import { type ManualClock, manualClock } from './manual-clock.ts';
import { seededRandom } from './seeded-random.ts';

const said = v.pipe(v.string(), v.maxLength(100));
const secret = new Uint8Array(32).fill(7);

export class World {
  readonly clock: ManualClock = manualClock();
  readonly network = new FakeNetwork();
  readonly pages: Page[] = [];
  readonly chance: TimeAndChance;
  #runs = 0;
  #registry: RoomRegistry;
  #desk: FrontDesk;

  constructor(seed = 1) {
    const random = seededRandom(seed);
    const randomBytes = (count: number): Uint8Array =>
      Uint8Array.from({ length: count }, () => Math.floor(random() * 256));
    this.chance = { clock: this.clock, random, randomBytes };
    ({ registry: this.#registry, desk: this.#desk } = this.#startServer());
  }

  get rooms(): number {
    return this.#registry.size;
  }

  /** The process ends and begins again with nothing but its secret: every socket is gone. */
  restartServer(): void {
    for (const page of this.pages) page.loseSocket();
    this.#registry.close();
    ({ registry: this.#registry, desk: this.#desk } = this.#startServer());
  }

  /** What the gate does, without its budgets: an unfit body is a bug of this test. */
  serve<E extends ClientEvent>(visitor: Visitor, event: E, body: BodyOf<E>): AnswerOf<E> | Refusal {
    const parsed = parse(gate[event].body, body);
    if (!parsed.ok) throw new Error(`${event}: ${parsed.problem}`);
    return refuseAtDoor(gate[event], visitor, [body]) ?? this.#desk[event](visitor, body);
  }

  openRoom(seats = 4): { readonly roomId: RoomId; readonly hostKey: HostKey | null } {
    const rules = {
      name: `Room ${this.#registry.size}`,
      find: 'listed',
      seats,
      devices: 'none',
      path: 'automatic',
    } as const;
    const answer = this.serve(idleVisitor(), 'room:create', { rules, proofHash: null });
    if (!answer.ok) throw new Error(answer.code);
    return answer;
  }

  openPage(name: string, roomId: RoomId, resumeToken: string | null = null): Page {
    const page = new Page(this, name, roomId, resumeToken);
    this.pages.push(page);
    return page;
  }

  newSession(): SessionId {
    return Buffer.from(this.chance.randomBytes(12)).toString('base64url') as SessionId;
  }

  /** Everything under way arrives, in turns, and half a minute passes. */
  settle(): void {
    for (let round = 0; round < 60; round += 1) {
      for (const page of this.pages) if (!page.isGone) page.connect();
      for (let turn = 0; turn < 200 && this.pages.some((page) => page.step()); turn += 1) this.network.flush();
      this.network.flush();
      this.clock.advance(500);
    }
  }

  #startServer(): { readonly registry: RoomRegistry; readonly desk: FrontDesk } {
    this.#runs += 1;
    const tokens = resumeTokens(secret, `run${this.#runs}`);
    const openRooms = new OpenRooms(this.clock);
    const watch = {
      changed: () => undefined,
      gone: () => undefined,
      broke: (_room: unknown, error: unknown) => {
        throw error;
      },
    };
    const registry = new RoomRegistry({ ...this.chance, tokens, features: [], paths: { hasServerPath: false } }, watch);
    const desk = frontDesk({ registry, openRooms, tokens, clock: this.clock, iceServersFor: () => [] });
    return { registry, desk };
  }
}

/** One page of one member: what web/call/running-call.ts is in a browser. */
export class Page {
  readonly name: string;
  readonly heard: { readonly from: MemberId; readonly text: string }[] = [];
  readonly #world: World;
  readonly #roomId: RoomId;
  readonly #session: SessionId;
  #visitor: Visitor | null = null;
  #toPage: (() => void)[] = [];
  #toServer: (() => void)[] = [];
  #state: CallState | null = null;
  #engine: FakeMediaEngine | null = null;
  #channel: RoomChannel | null = null;
  resumeToken: string | null;
  refusal: Refusal | null = null;
  isGone = false;
  #isJoining = false;
  #tries = 0;

  constructor(world: World, name: string, roomId: RoomId, resumeToken: string | null) {
    this.#world = world;
    this.name = name;
    this.#roomId = roomId;
    this.#session = world.newSession();
    this.resumeToken = resumeToken;
    this.connect();
  }

  get state(): CallState {
    if (this.#state === null) throw new Error(`${this.name} is not in the call`);
    return this.#state;
  }

  get isIn(): boolean {
    return this.#state !== null && this.#state.ended === null;
  }

  get engine(): FakeMediaEngine {
    if (this.#engine === null) throw new Error(`${this.name} is not in the call`);
    return this.#engine;
  }

  /** It can say goodbye: without a socket its seat would be kept for it. */
  get canLeave(): boolean {
    return this.isIn && this.#visitor?.seat != null;
  }

  /** Opens a socket where there is none, and takes the seat (again). */
  connect(): void {
    if (this.#visitor !== null || this.isGone || (this.#state !== null && this.#state.ended !== null)) return;
    const toPage: (() => void)[] = [];
    const visitor: Visitor = {
      pageHost: null,
      seat: null,
      send: (fact, body) => toPage.push(() => this.#hear(fact, body)),
      disconnect: () => {
        if (this.#visitor === visitor) this.loseSocket();
      },
    };
    this.#visitor = visitor;
    this.#toPage = toPage;
    this.#toServer = [];
    this.#join();
  }

  loseSocket(): void {
    const visitor = this.#visitor;
    if (visitor === null) return;
    this.#visitor = null;
    this.#toPage = [];
    this.#toServer = [];
    this.#isJoining = false;
    visitor.seat?.room.lost(visitor, visitor.seat.member);
    this.#channel?.handleSignaling(false);
    if (this.#state !== null) this.#happen({ kind: 'signaling-down', nowMs: this.#now(), retryAtMs: null });
  }

  /** The page is closed without a word; its media and its socket end. */
  vanish(): void {
    this.isGone = true;
    this.loseSocket();
    this.#engine?.close();
    this.#channel?.close();
  }

  leave(): void {
    this.#tell('room:leave', {});
    for (let left = 0; left < 1_000 && this.step(); left += 1);
    this.vanish();
  }

  say(text: string): boolean {
    return this.#channel?.publish('test', text, { isReliable: true }).ok ?? false;
  }

  /** One message each way; false when nothing is under way. */
  step(): boolean {
    const up = this.#toServer.shift();
    up?.();
    const down = this.#toPage.shift();
    down?.();
    return up !== undefined || down !== undefined;
  }

  #join(): void {
    const { resumeToken } = this;
    if (this.#visitor === null || this.#isJoining) return;
    this.#isJoining = true;
    const [microphone, camera] = ['on', 'on'] as const;
    const ask = { roomId: this.#roomId, proof: null, name: this.name, session: this.#session, microphone, camera };
    this.#ask('room:join', { ...ask, hostKey: null, resumeToken }, (answer) => {
      this.#isJoining = false;
      if (answer.ok) {
        this.resumeToken = answer.resumeToken;
        if (this.#state === null) this.#begin(answer);
        else this.#happen({ kind: 'reentered', answer, nowMs: this.#now() });
        this.#channel?.handleSignaling(true);
      } else if (answer.code === 'room-settling') {
        this.#world.clock.at(this.#now() + (answer.retryAfterMs ?? 500), () => this.#join());
      } else if (answer.code === 'seat-moved') {
        this.#happen({ kind: 'ended', reason: 'moved' });
      } else if (answer.code === 'room-not-found' && this.#mayTryAgain()) {
        this.#world.clock.at(this.#now() + 500, () => this.#join());
      } else {
        this.refusal = answer;
      }
    });
  }

  /** Somebody who came while the server was restarting presses Join again. */
  #mayTryAgain(): boolean {
    this.#tries += 1;
    return this.#state === null && this.#tries < 20;
  }

  #begin(answer: RoomJoined): void {
    const me: Peer = { member: answer.you, session: this.#session };
    const engine = new FakeMediaEngine(answer.you, this.#world.network, (event) => this.#reported(event));
    const channel = createRoomChannel(
      me,
      {
        clock: this.#world.clock,
        sendFrame: (member, bytes) => engine.sendFrame(member, bytes),
        relay: (frame) => this.#tell('relay', frame),
      },
      null,
    );
    channel.onMessage('test', said, (text, from) => this.heard.push({ from, text }));
    this.#engine = engine;
    this.#channel = channel;
    engine.send('camera', `${this.name}'s camera`);
    const begun = beginCall(answer, this.#now());
    channel.handleRoster(begun.state.members);
    this.#become(begun);
  }

  #hear(fact: ServerFact, body: unknown): void {
    const parsed = parse(facts[fact].body, body);
    if (!parsed.ok) throw new Error(`${fact}: ${parsed.problem}`);
    const nowMs = this.#now();
    if (fact === 'seat:moved') this.#happen({ kind: 'ended', reason: 'moved' });
    if (fact === 'roster') this.#happen({ kind: 'roster', fact: v.parse(facts.roster.body, body), nowMs });
    if (fact === 'signal') this.#happen({ kind: 'signal', fact: v.parse(facts.signal.body, body) });
    if (fact === 'relayed') this.#channel?.handleRelayed(v.parse(facts.relayed.body, body));
  }

  #happen(event: CallEvent): void {
    if (this.#state !== null) this.#become(advanceCall(this.#state, event));
  }

  #become({ state, effects }: Called): void {
    const before = this.#state;
    this.#state = state;
    if (state.members !== before?.members) this.#channel?.handleRoster(state.members);
    const engine = this.engine;
    for (const effect of effects) {
      if (effect.kind === 'link') engine.link(effect.peer, effect);
      if (effect.kind === 'unlink') engine.unlink(effect.member);
      if (effect.kind === 'receive') engine.receive(effect.from, effect.signal);
      if (effect.kind === 'cap') engine.cap(effect.member, effect.cap);
      if (effect.kind === 'expect') engine.expect(effect.member, effect.sending);
      if (effect.kind === 'repeat-signals') engine.signalingReturned(effect.member);
      if (effect.kind === 'restart-silent-links') engine.networkReturned();
      if (effect.kind === 'stop') engine.close();
      if (effect.kind === 'sync') this.#world.clock.at(Math.max(effect.atMs, this.#now()), () => this.#sync());
    }
  }

  #sync(): void {
    this.#ask('room:sync', {}, (answer) => {
      if (answer.ok) this.#happen({ kind: 'synced', room: answer.room, nowMs: this.#now() });
    });
  }

  #reported(event: EngineEvent<FakeTrack>): void {
    if (event.kind === 'channel') this.#channel?.handleWay(event.member, event.isOpen);
    if (event.kind === 'frame') this.#channel?.handleFrame(event.member, event.bytes);
    if (event.kind === 'signal') {
      const { member: to, session } = event.peer;
      this.#tell('signal', { signals: [{ to, session, signal: event.signal }] });
    }
    const happened = fromEngine(event, this.#now());
    if (happened !== null) this.#happen(happened);
  }

  #tell<E extends ClientEvent>(event: E, body: BodyOf<E>): boolean {
    return this.#ask(event, body, () => undefined);
  }

  #ask<E extends ClientEvent>(event: E, body: BodyOf<E>, answered: (answer: AnswerOf<E> | Refusal) => void): boolean {
    const visitor = this.#visitor;
    const toPage = this.#toPage;
    if (visitor === null) return false;
    this.#toServer.push(() => {
      const answer = this.#world.serve(visitor, event, body);
      toPage.push(() => answered(answer));
    });
    return true;
  }

  #now(): number {
    return this.#world.clock.now();
  }
}

function idleVisitor(): Visitor {
  return { pageHost: null, seat: null, send: () => undefined, disconnect: () => undefined };
}
