// One room: one state, one writer. Lets members in by the rules, tells everybody what changed, forwards what members say
// to each other, takes features through their steps. Knows no socket library and no feature.
import type { Announcement, FeatureContext, FeatureMember } from '#contract';
import type { FeatureCommand } from '#protocol/envelope.ts';
import { type Refusal, type RefusalCode, refusal } from '#protocol/errors.ts';
import type { MemberId, RoomId } from '#protocol/ids.ts';
import { limits } from '#protocol/limits.ts';
import type { RelayFrame } from '#protocol/relay.ts';
import type { ListedRoom } from '#protocol/rooms.ts';
import type { ChangeMe, JoinRoom, RoomGlance, RoomJoined, RoomSynced, RoomView } from '#protocol/session.ts';
import type { SendSignals } from '#protocol/signaling.ts';
import type { TimeAndChance } from '../time-and-chance.ts';
import { type CallPaths, refuseApplicant, refuseByNumber } from './admission.ts';
import type { FeatureSeat, SeatedFeature, SeatResult, WithoutCommand } from './feature-seat.ts';
import { readName, uniqueName } from './names.ts';
import type { Claim, ResumeTokens } from './resume-token.ts';
import * as rules from './room-state.ts';
import { isSecretOf, newMemberId } from './secrets.ts';
import type { Visitor } from './visitor.ts';

export interface RoomTools extends TimeAndChance {
  readonly tokens: ResumeTokens;
  readonly features: readonly SeatedFeature[];
  readonly paths: CallPaths;
}

/** What a room says to its owner. */
export interface RoomOwner {
  countChanged(room: Room): void;
  /** Empty for long enough: the owner forgets it. */
  isOver(room: Room): void;
  /** A bug: the owner closes this room and no other. */
  broke(room: Room, error: unknown): void;
}

interface OpenFeature {
  readonly name: string;
  readonly seat: FeatureSeat;
  wakeAtMs: number | null;
}

export class Room {
  readonly #tools: RoomTools;
  readonly #owner: RoomOwner;
  readonly #visitors = new Map<MemberId, Visitor>();
  readonly #features: readonly OpenFeature[];
  #state: rules.RoomState;
  #alarm: { readonly atMs: number; readonly cancel: () => void } | null = null;

  constructor(state: rules.RoomState, tools: RoomTools, owner: RoomOwner) {
    this.#state = state;
    this.#tools = tools;
    this.#owner = owner;
    this.#features = tools.features.map((feature) => ({ name: feature.name, seat: feature.open(), wakeAtMs: null }));
    this.#setAlarm();
  }

  get id(): RoomId {
    return this.#state.identity.id;
  }

  get identity(): rules.RoomIdentity {
    return this.#state.identity;
  }

  get inside(): number {
    return this.#state.seats.length;
  }

  listing(): ListedRoom {
    return { roomId: this.id, rules: this.identity.rules, inside: this.inside };
  }

  glance(): RoomGlance {
    const names = this.#state.seats.slice(0, 3).map((seat) => seat.name);
    return { ok: true, rules: this.identity.rules, inside: this.inside, names };
  }

  isHost(member: MemberId): boolean {
    return rules.isHost(this.#state, member);
  }

  /** Takes the seat of `claim` again, or a new one for somebody who has shown to hold the link (or needs none). */
  join(
    visitor: Visitor,
    request: JoinRoom,
    claim: Claim | null,
    holdsLink: boolean,
  ): Omit<RoomJoined, 'iceServers'> | Refusal {
    return this.#guarded(() => {
      if (claim !== null && rules.isDisplaced(this.#state, claim.member, request.session)) return refusal('seat-moved');
      const resumed = claim === null ? null : this.#resume(visitor, request, claim);
      if (resumed !== null) return this.#joined(resumed, true);
      const member = holdsLink ? this.#admit(visitor, request) : refusal('room-not-found');
      return typeof member === 'string' ? this.#joined(member, false) : member;
    });
  }

  sync(member: MemberId): RoomSynced {
    return this.#guarded(() => ({ ok: true, room: this.#view(), features: this.#featureViews(member) }));
  }

  change(member: MemberId, change: ChangeMe): void {
    this.#guarded(() => this.#apply(rules.changeSeat(this.#state, member, change, this.#now())));
  }

  leave(member: MemberId): void {
    this.#guarded(() => this.#apply(rules.leaveSeat(this.#state, member, this.#now())));
  }

  /** The visitor's socket is gone: its seat is kept, unless a newer page holds it already. */
  lost(visitor: Visitor, member: MemberId): void {
    if (this.#visitors.get(member) !== visitor) return;
    this.#guarded(() => {
      this.#visitors.delete(member);
      visitor.seat = null;
      this.#apply(rules.dropSeat(this.#state, member, this.#now()));
    });
  }

  /** Signals for pages that are not here any more are dropped: the sender learns of new pages by the roster. */
  signal(from: MemberId, { signals }: SendSignals): void {
    const sender = rules.seatOf(this.#state, from);
    if (sender === undefined) return;
    for (const { to, session, signal } of signals) {
      if (to !== from && rules.seatOf(this.#state, to)?.session === session) {
        this.#visitors.get(to)?.send('signal', { from, session: sender.session, signal });
      }
    }
  }

  relay(from: MemberId, { to, body }: RelayFrame): void {
    const sender = rules.seatOf(this.#state, from);
    if (sender === undefined) return;
    // Each member once: naming one member many times would multiply one upload.
    const reached = new Set<MemberId>([from]);
    for (const { member, session, seq } of to) {
      if (reached.has(member) || rules.seatOf(this.#state, member)?.session !== session) continue;
      reached.add(member);
      this.#visitors.get(member)?.send('relayed', { from, session: sender.session, seq, body }, { isLossy: seq === 0 });
    }
  }

  command(from: MemberId, { feature: name, type, body }: FeatureCommand): RefusalCode | null {
    const feature = this.#features.find((one) => one.name === name);
    const member = this.#featureMembers().find(({ id }) => id === from);
    if (feature === undefined || member === undefined) return 'bad-message';
    return this.#guarded(() => {
      const result = feature.seat.command({ type, body }, member, this.#featureContext());
      if (typeof result === 'string') return result;
      this.#announce(feature, result);
      this.#setAlarm();
      return null;
    });
  }

  /** Ends the room for everybody inside: their sockets are closed, nothing is left in memory. */
  close(): void {
    this.#alarm?.cancel();
    this.#alarm = null;
    const visitors = [...this.#visitors.values()];
    this.#visitors.clear();
    for (const visitor of visitors) {
      visitor.seat = null;
      visitor.disconnect();
    }
  }

  #resume(visitor: Visitor, request: JoinRoom, claim: Claim): MemberId | null {
    const { microphone, camera, session } = request;
    const showsHostKey = isSecretOf(this.identity.hostKeyHash, request.hostKey);
    if (rules.seatOf(this.#state, claim.member) !== undefined) {
      this.#seatVisitor(claim.member, visitor);
      const page = { session, microphone, camera, showsHostKey };
      this.#apply(rules.returnToSeat(this.#state, claim.member, page, this.#now()), claim.member);
      return claim.member;
    }
    if (!this.#mayRestore(claim)) return null;
    this.#take(visitor, {
      id: claim.member,
      session,
      microphone,
      camera,
      name: claim.name,
      joinedAtMs: claim.joinedAtMs,
      holdsHostKey: claim.holdsHostKey || showsHostKey,
    });
    return claim.member;
  }

  /** A seat of before the restart is kept as long as any other, counted from when the room came back. */
  #mayRestore(claim: Claim): boolean {
    const { rebuiltAtMs } = this.#state;
    if (rebuiltAtMs === null || this.#tools.tokens.isOfThisRun(claim)) return false;
    if (this.#now() >= rebuiltAtMs + limits.seatKeptMs) return false;
    return refuseByNumber(this.identity.rules, this.inside, this.#tools.paths) === null;
  }

  #admit(visitor: Visitor, request: JoinRoom): MemberId | Refusal {
    const nowMs = this.#now();
    const settlesInMs = rules.settlesInMs(this.#state, nowMs);
    const refused = refuseApplicant(this.identity.rules, this.inside, settlesInMs, request, this.#tools.paths);
    if (refused !== null) return refused;
    const name = readName(request.name);
    if (name === null) return refusal('name-invalid');
    const id = newMemberId(this.#tools.randomBytes);
    this.#take(visitor, {
      id,
      session: request.session,
      microphone: request.microphone,
      camera: request.camera,
      name,
      // Later than everybody inside, also within one millisecond: the order of joining is the same after a restart.
      joinedAtMs: Math.max(nowMs, (this.#state.seats.at(-1)?.joinedAtMs ?? 0) + 1),
      holdsHostKey: isSecretOf(this.identity.hostKeyHash, request.hostKey),
    });
    return id;
  }

  #take(visitor: Visitor, newcomer: rules.Newcomer): void {
    const name = uniqueName(
      newcomer.name,
      this.#state.seats.map((seat) => seat.name),
    );
    this.#seatVisitor(newcomer.id, visitor);
    this.#apply(rules.takeSeat(this.#state, { ...newcomer, name }, this.#now()), newcomer.id);
  }

  /** The newest page wins: the one that held the seat is told so and holds nothing. */
  #seatVisitor(member: MemberId, visitor: Visitor): void {
    const old = this.#visitors.get(member);
    this.#visitors.set(member, visitor);
    visitor.seat = { room: this, member };
    if (old === undefined || old === visitor) return;
    old.seat = null;
    old.send('seat:moved', {});
  }

  #joined(you: MemberId, resumed: boolean): Omit<RoomJoined, 'iceServers'> {
    const seat = rules.seatOf(this.#state, you);
    if (seat === undefined) throw new Error('a member without a seat');
    const { name, joinedAtMs, holdsHostKey } = seat;
    const claim = { room: this.identity, member: you, name, joinedAtMs, holdsHostKey };
    const resumeToken = this.#tools.tokens.seal(claim, this.#now());
    return { ok: true, you, resumed, resumeToken, room: this.#view(), features: this.#featureViews(you) };
  }

  #view(): RoomView {
    const nowMs = this.#now();
    return {
      roomId: this.id,
      version: this.#state.version,
      rules: this.identity.rules,
      openedAtMs: this.identity.openedAtMs,
      nowMs,
      settlesInMs: rules.settlesInMs(this.#state, nowMs),
      members: rules.membersOf(this.#state),
    };
  }

  /** Replaces the state and lets everything follow. `except` reads the whole room in its answer instead. */
  #apply({ state, facts }: rules.RoomChanged, except: MemberId | null = null): void {
    const before = this.#state;
    this.#state = state;
    for (const fact of facts) this.#tell('roster', fact, except);
    for (const { id } of before.seats) {
      if (rules.seatOf(state, id) === undefined) this.#leaveBehind(before, id);
    }
    for (const { id } of state.seats) {
      if (rules.seatOf(before, id) === undefined)
        this.#happened({ kind: 'joined', member: featureMember(state, id) }, id);
    }
    if (before.seats.length !== state.seats.length) this.#owner.countChanged(this);
    this.#setAlarm();
  }

  #leaveBehind(before: rules.RoomState, id: MemberId): void {
    const visitor = this.#visitors.get(id);
    if (visitor !== undefined) visitor.seat = null;
    this.#visitors.delete(id);
    this.#happened({ kind: 'left', member: featureMember(before, id) });
  }

  #tell(fact: 'roster', body: rules.RoomChanged['facts'][number], except: MemberId | null): void {
    for (const [member, visitor] of this.#visitors) {
      if (member !== except) visitor.send(fact, body);
    }
  }

  #happened(event: WithoutCommand, except: MemberId | null = null): void {
    for (const feature of this.#features)
      this.#announce(feature, feature.seat.happened(event, this.#featureContext()), except);
  }

  #announce(feature: OpenFeature, result: SeatResult, except: MemberId | null = null): void {
    const earliestMs = this.#now() + limits.featureWakeMs;
    feature.wakeAtMs = result.wakeAtMs === null ? null : Math.max(result.wakeAtMs, earliestMs);
    for (const { to, type, body } of result.announcements) {
      for (const member of this.#addressees(to)) {
        if (member !== except) this.#visitors.get(member)?.send('feature', { feature: feature.name, type, body });
      }
    }
    for (const [{ id }, view] of result.views) {
      if (id !== except) this.#visitors.get(id)?.send('feature', { feature: feature.name, type: 'view', body: view });
    }
  }

  #addressees(to: Announcement['to']): readonly MemberId[] {
    return to === 'everybody' ? this.#state.seats.map((seat) => seat.id) : [to];
  }

  #featureViews(you: MemberId): Record<string, unknown> {
    const member = featureMember(this.#state, you);
    return Object.fromEntries(this.#features.map(({ name, seat }) => [name, seat.viewFor(member)]));
  }

  #featureMembers(): FeatureMember[] {
    return this.#state.seats.map(({ id }) => featureMember(this.#state, id));
  }

  #featureContext(): FeatureContext {
    return { nowMs: this.#now(), random: this.#tools.random, members: this.#featureMembers() };
  }

  #setAlarm(): void {
    const wakes = this.#features.flatMap(({ wakeAtMs }) => (wakeAtMs === null ? [] : [wakeAtMs]));
    const atMs = Math.min(rules.nextDueMs(this.#state) ?? Number.POSITIVE_INFINITY, ...wakes);
    if (this.#alarm?.atMs === atMs) return;
    this.#alarm?.cancel();
    this.#alarm = Number.isFinite(atMs) ? { atMs, cancel: this.#tools.clock.at(atMs, () => this.#ring()) } : null;
  }

  #ring(): void {
    this.#alarm = null;
    const nowMs = this.#now();
    try {
      if (rules.isOver(this.#state, nowMs)) {
        this.#owner.isOver(this);
        return;
      }
      this.#apply(rules.passTime(this.#state, nowMs));
      for (const feature of this.#features) {
        if (feature.wakeAtMs === null || feature.wakeAtMs > nowMs) continue;
        this.#announce(feature, feature.seat.happened({ kind: 'woke' }, this.#featureContext()));
      }
      this.#setAlarm();
    } catch (error) {
      this.#owner.broke(this, error);
    }
  }

  #guarded<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      this.#owner.broke(this, error);
      throw error;
    }
  }

  #now(): number {
    return this.#tools.clock.now();
  }
}

function featureMember(state: rules.RoomState, id: MemberId): FeatureMember {
  return { id, name: rules.seatOf(state, id)?.name ?? '', isHost: rules.isHost(state, id) };
}
