// What features say to other members: drives the channel's core with the clock, turns bodies into JSON and back, seals
// what goes through the server of a link room. Knows no feature; holds no engine and no socket, only small callbacks.
import { advance, newChannel, publish, wakesAtMs } from '#call/channel.ts';
import type { Advanced, Channel, ChannelEffect, ChannelEvent, SendEffect, Way } from '#call/channel-state.ts';
import type { Said } from '#call/framing.ts';
import type { Clock, Peer } from '#call/ports.ts';
import type { PublishOptions, PublishResult } from '#contract.web';
import { ChannelMessage } from '#protocol/envelope.ts';
import type { MemberId } from '#protocol/ids.ts';
import { parse, type Schema } from '#protocol/messages.ts';
import type { RelayedFact, RelayFrame } from '#protocol/relay.ts';
import type { Member } from '#protocol/session.ts';
import type { RelaySeal } from '../link/relay-seal.ts';
import { createSerialLine } from './serial-line.ts';

/** What the channel asks of its world. */
export interface ChannelWays {
  readonly clock: Clock;
  /** Over that member's data channel; false when it is not open or full. */
  sendFrame(member: MemberId, bytes: Uint8Array, options: { readonly isReliable: boolean }): boolean;
  /** Through the server; false when the socket is down. What is lost is sent again. */
  relay(frame: RelayFrame): boolean;
}

/** Who is in the room, as the roster says it. */
export type Present = Pick<Member, 'id' | 'session' | 'presence'>;

export interface RoomChannel {
  publish(feature: string, body: unknown, options: PublishOptions): PublishResult;
  /** One receiver a feature; what does not fit the schema is dropped. Returns how to stop. */
  onMessage<T>(feature: string, schema: Schema<T>, receive: (message: T, from: MemberId) => void): () => void;
  /** Everybody has the message with this id, or has left. Never called before `publish` has returned the id. */
  onDelivered(feature: string, receive: (id: number) => void): () => void;
  /** Everybody in the room now, oneself or not. Before the engine is told to link a new page. */
  handleRoster(members: readonly Present[]): void;
  /** The data channel to that member opened; or closed, or cannot be trusted to carry anything now. */
  handleWay(member: MemberId, isOpen: boolean): void;
  /** The own socket is up and holds the seat, or not. */
  handleSignaling(isUp: boolean): void;
  handleFrame(from: MemberId, bytes: Uint8Array): void;
  handleRelayed(fact: RelayedFact): void;
  /** How many frames, bodies and messages were not taken, by reason: for the call's report. */
  drops(): Readonly<Record<string, number>>;
  close(): void;
}

/** `seal` for link rooms; null: plain bodies through the server. `me.session` is of this channel alone. */
export function createRoomChannel(me: Peer, ways: ChannelWays, seal: RelaySeal | null): RoomChannel {
  return new OpenRoomChannel(me, ways, seal);
}

/** Bodies that wait for WebCrypto, each way; what is over it is lost as on any network. */
const sealingMax = 256;

class OpenRoomChannel implements RoomChannel {
  readonly #ways: ChannelWays;
  readonly #seal: RelaySeal | null;
  readonly #receivers = new Map<string, (body: unknown, from: MemberId) => void>();
  readonly #deliveredTo = new Map<string, (id: number) => void>();
  readonly #direct = new Set<MemberId>();
  readonly #sealing = createSerialLine(sealingMax);
  readonly #opening = createSerialLine(sealingMax);
  readonly #unread = { unsealed: 0, 'not-said-so': 0 };
  #state: Channel;
  #members: ReadonlyMap<MemberId, Present> = new Map();
  #isSignalingUp = false;
  #isClosed = false;
  #waiting: ChannelEffect[] = [];
  #isExecuting = false;
  #alarm: { readonly atMs: number; readonly cancel: () => void } | null = null;

  constructor(me: Peer, ways: ChannelWays, seal: RelaySeal | null) {
    this.#ways = ways;
    this.#seal = seal;
    this.#state = newChannel(me);
  }

  publish(feature: string, body: unknown, { to, isReliable }: PublishOptions): PublishResult {
    if (this.#isClosed) return { ok: false, code: 'call-ended' };
    const said = { feature, payload: new TextEncoder().encode(JSON.stringify(body)) };
    const result = publish(this.#state, { said, to: to ?? null, isReliable }, this.#ways.clock.now());
    if (!result.ok) return result;
    this.#become(result.advanced);
    return { ok: true, id: result.id };
  }

  onMessage<T>(feature: string, schema: Schema<T>, receive: (message: T, from: MemberId) => void): () => void {
    return register(this.#receivers, feature, (body, from) => {
      const message = parse(schema, body);
      if (message.ok) receive(message.value, from);
      else this.#unread['not-said-so'] += 1;
    });
  }

  onDelivered(feature: string, receive: (id: number) => void): () => void {
    return register(this.#deliveredTo, feature, receive);
  }

  handleRoster(members: readonly Present[]): void {
    const others = members.filter(({ id }) => id !== this.#state.me.member);
    for (const { id, session } of others) {
      // The open data channel is the old page's; the engine reports the new one.
      if (this.#members.get(id)?.session !== session) this.#direct.delete(id);
    }
    this.#members = new Map(others.map((member) => [member.id, member]));
    this.#happen({ kind: 'roster', peers: others.map(({ id, session }) => ({ member: id, session })) });
    this.#reconsiderWays();
  }

  handleWay(member: MemberId, isOpen: boolean): void {
    if (isOpen) this.#direct.add(member);
    else this.#direct.delete(member);
    this.#reconsiderWays();
  }

  handleSignaling(isUp: boolean): void {
    this.#isSignalingUp = isUp;
    this.#reconsiderWays();
  }

  handleFrame(from: MemberId, bytes: Uint8Array): void {
    this.#happen({ kind: 'frame', from, bytes });
  }

  handleRelayed({ from: member, session, seq, body: sealed }: RelayedFact): void {
    const from: Peer = { member, session };
    const seal = this.#seal;
    if (seal === null) {
      this.#happen({ kind: 'relayed', from, seq, body: sealed });
      return;
    }
    // Nobody who is not here makes us derive a key.
    if (this.#isClosed || this.#members.get(member)?.session !== session) return;
    this.#opening.add(async () => {
      const body = await seal.open(from, sealed, seq !== 0);
      if (body === null) this.#unread.unsealed += 1;
      else this.#happen({ kind: 'relayed', from, seq, body });
    });
  }

  drops(): Readonly<Record<string, number>> {
    return { ...this.#state.drops, ...this.#unread };
  }

  close(): void {
    this.#isClosed = true;
    this.#waiting = [];
    this.#alarm?.cancel();
    this.#alarm = null;
  }

  #wayTo(member: Present): Way {
    if (this.#direct.has(member.id)) return 'direct';
    return this.#isSignalingUp && member.presence === 'here' ? 'relay' : 'none';
  }

  #reconsiderWays(): void {
    for (const member of this.#members.values()) {
      this.#happen({ kind: 'way', member: member.id, way: this.#wayTo(member) });
    }
  }

  #happen(event: ChannelEvent): void {
    if (!this.#isClosed) this.#become(advance(this.#state, event, this.#ways.clock.now()));
  }

  /** A receiver that publishes comes back here: what it causes waits until what was under way is done. */
  #become({ state, effects }: Advanced): void {
    this.#state = state;
    this.#waiting.push(...effects);
    if (this.#isExecuting) return;
    this.#isExecuting = true;
    const full = new Set<string>();
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) this.#execute(next, full);
    this.#isExecuting = false;
    this.#setAlarm();
  }

  #execute(effect: ChannelEffect, full: Set<string>): void {
    switch (effect.kind) {
      case 'send':
        this.#sendDirect(effect, full);
        return;
      case 'relay':
        this.#sendRelayed(effect.frame);
        return;
      case 'deliver':
        this.#deliver(effect.from, effect.said);
        return;
      case 'delivered':
        queueMicrotask(() => {
          if (!this.#isClosed) this.#deliveredTo.get(effect.feature)?.(effect.id);
        });
        return;
    }
  }

  /** After one refusal the rest of the same kind is not tried: a later place must not go before an earlier one. */
  #sendDirect(effect: SendEffect, full: Set<string>): void {
    const { member, bytes, isReliable } = effect;
    const queue = `${member} ${isReliable}`;
    if (!full.has(queue) && this.#ways.sendFrame(member, bytes, { isReliable })) return;
    full.add(queue);
    this.#happen({ kind: 'full', unsent: effect });
  }

  #sendRelayed({ to, body }: RelayFrame): void {
    const seal = this.#seal;
    if (seal === null) {
      this.#ways.relay({ to, body });
      return;
    }
    this.#sealing.add(async () => {
      const sealed = await seal.seal(
        body,
        to.some(({ seq }) => seq !== 0),
      );
      if (!this.#isClosed) this.#ways.relay({ to, body: sealed });
    });
  }

  #deliver(from: MemberId, said: Said): void {
    const message = parse(ChannelMessage, { feature: said.feature, body: readJson(said.payload) });
    const receive = this.#receivers.get(said.feature);
    if (!message.ok || receive === undefined) {
      this.#unread['not-said-so'] += 1;
      return;
    }
    try {
      receive(message.value.body, from);
    } catch (bug) {
      // One feature's bug must not cost the others their messages; it is reported as any uncaught one.
      queueMicrotask(() => {
        throw bug;
      });
    }
  }

  #setAlarm(): void {
    const atMs = this.#isClosed ? null : wakesAtMs(this.#state);
    if (atMs === (this.#alarm?.atMs ?? null)) return;
    this.#alarm?.cancel();
    this.#alarm = null;
    if (atMs === null) return;
    const cancel = this.#ways.clock.at(atMs, () => {
      this.#alarm = null;
      this.#happen({ kind: 'tick' });
    });
    this.#alarm = { atMs, cancel };
  }
}

function register<T>(receivers: Map<string, T>, feature: string, receive: T): () => void {
  receivers.set(feature, receive);
  return () => {
    if (receivers.get(feature) === receive) receivers.delete(feature);
  };
}

/** Undefined when it is no JSON in UTF-8. */
function readJson(payload: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload));
  } catch {
    return undefined;
  }
}
