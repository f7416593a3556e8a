// What a room is: one readonly value and the functions that replace it whole. Pure: knows no socket, timer or secret's text.
import type { MemberId, ProofHash, RoomId, SessionId } from '#protocol/ids.ts';
import { limits } from '#protocol/limits.ts';
import type { DeviceState, Member, Presence, RoomRules, RosterChange, RosterFact } from '#protocol/session.ts';

/** What never changes while a room lives, and what a resume token must carry to bring it back. */
export interface RoomIdentity {
  readonly id: RoomId;
  readonly rules: RoomRules;
  /** SHA-256 of the join proof of a link room; null for listed rooms. */
  readonly proofHash: ProofHash | null;
  /** SHA-256 of the host key, base64url. */
  readonly hostKeyHash: string;
  readonly openedAtMs: number;
}

/** What a member holds. It survives reloads and drops. */
export interface Seat {
  readonly id: MemberId;
  readonly session: SessionId;
  readonly name: string;
  readonly joinedAtMs: number;
  readonly holdsHostKey: boolean;
  readonly presence: Presence;
  readonly microphone: DeviceState;
  readonly camera: DeviceState;
  /** When the seat is given up unless its page returns; null while a socket holds it. */
  readonly keptUntilMs: number | null;
  /** Pages that held the seat before a newer one took it over: they may not take it back by themselves. */
  readonly displaced: readonly SessionId[];
}

export interface RoomState {
  readonly identity: RoomIdentity;
  readonly version: number;
  /** By time of joining. */
  readonly seats: readonly Seat[];
  /** Host in the absence of everybody who holds the host key. */
  readonly actingHost: MemberId | null;
  readonly hostAbsentSinceMs: number | null;
  readonly emptySinceMs: number | null;
  /** When the room was brought back by a resume token; null for a room that was made here. */
  readonly rebuiltAtMs: number | null;
}

export interface RoomChanged {
  readonly state: RoomState;
  /** In order, each with its version. */
  readonly facts: readonly RosterFact[];
}

export function openRoom(identity: RoomIdentity, nowMs: number, rebuiltAtMs: number | null = null): RoomState {
  return {
    identity,
    version: 0,
    seats: [],
    actingHost: null,
    hostAbsentSinceMs: null,
    emptySinceMs: nowMs,
    rebuiltAtMs,
  };
}

export type Newcomer = Omit<Seat, 'presence' | 'keptUntilMs' | 'displaced'>;

export function takeSeat(state: RoomState, newcomer: Newcomer, nowMs: number): RoomChanged {
  const seat: Seat = { ...newcomer, presence: 'here', keptUntilMs: null, displaced: [] };
  return advance(state, [...state.seats, seat].toSorted(byTimeOfJoining), nowMs);
}

export interface ReturningPage {
  readonly session: SessionId;
  readonly microphone: DeviceState;
  readonly camera: DeviceState;
  readonly showsHostKey: boolean;
}

/** The seat's owner is back, or has opened a newer page: id, name, role and place stay. */
export function returnToSeat(state: RoomState, id: MemberId, page: ReturningPage, nowMs: number): RoomChanged {
  return replaceSeat(state, id, nowMs, (seat) => ({
    ...seat,
    session: page.session,
    displaced:
      page.session === seat.session ? seat.displaced : [...seat.displaced, seat.session].slice(-limits.displacedPages),
    microphone: page.microphone,
    camera: page.camera,
    holdsHostKey: seat.holdsHostKey || page.showsHostKey,
    presence: 'here',
    keptUntilMs: null,
  }));
}

/** The socket is gone without a goodbye: the seat is kept for a while. */
export function dropSeat(state: RoomState, id: MemberId, nowMs: number): RoomChanged {
  return replaceSeat(state, id, nowMs, (seat) => ({
    ...seat,
    presence: seat.presence === 'away' ? 'away' : 'reconnecting',
    keptUntilMs: nowMs + limits.seatKeptMs,
  }));
}

export interface SeatChange {
  readonly microphone?: DeviceState | undefined;
  readonly camera?: DeviceState | undefined;
  readonly presence?: 'here' | 'away' | undefined;
}

export function changeSeat(state: RoomState, id: MemberId, change: SeatChange, nowMs: number): RoomChanged {
  return replaceSeat(state, id, nowMs, (seat) => ({
    ...seat,
    microphone: change.microphone ?? seat.microphone,
    camera: change.camera ?? seat.camera,
    presence: change.presence ?? seat.presence,
  }));
}

export function leaveSeat(state: RoomState, id: MemberId, nowMs: number): RoomChanged {
  return advance(
    state,
    state.seats.filter((seat) => seat.id !== id),
    nowMs,
    'left',
  );
}

/** Everything that time alone does: kept seats are given up, a member becomes acting host. */
export function passTime(state: RoomState, nowMs: number): RoomChanged {
  const seats = state.seats.filter((seat) => seat.keptUntilMs === null || seat.keptUntilMs > nowMs);
  const absentSinceMs = state.hostAbsentSinceMs;
  if (absentSinceMs === null || nowMs < absentSinceMs + limits.hostAbsentMs)
    return advance(state, seats, nowMs, 'lost');
  const actingHost = seats.find((seat) => seat.presence === 'here')?.id ?? null;
  return advance(state, seats, nowMs, 'lost', actingHost);
}

/** When `passTime` has something to do, or when the room has been empty for long enough to close; null = never. */
export function nextDueMs(state: RoomState): number | null {
  const dues = state.seats.flatMap((seat) => (seat.keptUntilMs === null ? [] : [seat.keptUntilMs]));
  if (state.hostAbsentSinceMs !== null) dues.push(state.hostAbsentSinceMs + limits.hostAbsentMs);
  if (state.emptySinceMs !== null) dues.push(state.emptySinceMs + limits.roomEmptyMs);
  return dues.length === 0 ? null : Math.min(...dues);
}

export function isOver(state: RoomState, nowMs: number): boolean {
  return state.emptySinceMs !== null && nowMs >= state.emptySinceMs + limits.roomEmptyMs;
}

/** For how long a rebuilt room still lets nobody new in. */
export function settlesInMs(state: RoomState, nowMs: number): number {
  return state.rebuiltAtMs === null ? 0 : Math.max(0, state.rebuiltAtMs + limits.roomSettlingMs - nowMs);
}

export function seatOf(state: RoomState, id: MemberId): Seat | undefined {
  return state.seats.find((seat) => seat.id === id);
}

/** Whether a newer page holds this seat: newest wins, and a page that reconnects is not new. */
export function isDisplaced(state: RoomState, id: MemberId, session: SessionId): boolean {
  return seatOf(state, id)?.displaced.includes(session) === true;
}

export function isHost(state: RoomState, id: MemberId): boolean {
  return state.actingHost === id || seatOf(state, id)?.holdsHostKey === true;
}

/** As everybody in the room sees them. */
export function membersOf(state: RoomState): Member[] {
  return state.seats.map((seat) => ({
    id: seat.id,
    session: seat.session,
    name: seat.name,
    isHost: seat.holdsHostKey || state.actingHost === seat.id,
    joinedAtMs: seat.joinedAtMs,
    presence: seat.presence,
    microphone: seat.microphone,
    camera: seat.camera,
  }));
}

function replaceSeat(state: RoomState, id: MemberId, nowMs: number, change: (seat: Seat) => Seat): RoomChanged {
  return advance(
    state,
    state.seats.map((seat) => (seat.id === id ? change(seat) : seat)),
    nowMs,
  );
}

/** Replaces the seats and works out all that follows: who is host, since when the room is empty, what to tell. */
function advance(
  before: RoomState,
  seats: readonly Seat[],
  nowMs: number,
  leftBecause: 'left' | 'lost' = 'left',
  appointed: MemberId | null = before.actingHost,
): RoomChanged {
  const isKeyHere = seats.some((seat) => seat.holdsHostKey && seat.presence === 'here');
  const acting = isKeyHere ? undefined : seats.find((seat) => seat.id === appointed);
  const isHostHere = isKeyHere || acting?.presence === 'here';
  const isAnybodyHere = seats.some((seat) => seat.presence === 'here');
  const after: RoomState = {
    ...before,
    seats,
    actingHost: acting?.id ?? null,
    hostAbsentSinceMs: isHostHere || !isAnybodyHere ? null : (before.hostAbsentSinceMs ?? nowMs),
    emptySinceMs: seats.length === 0 ? (before.emptySinceMs ?? nowMs) : null,
  };
  const changes = changesBetween(membersOf(before), membersOf(after), leftBecause);
  return {
    state: { ...after, version: before.version + changes.length },
    facts: changes.map((change, index) => ({ version: before.version + index + 1, change })),
  };
}

function changesBetween(
  before: readonly Member[],
  after: readonly Member[],
  leftBecause: 'left' | 'lost',
): RosterChange[] {
  const changes: RosterChange[] = [];
  for (const { id } of before) {
    if (!after.some((member) => member.id === id)) changes.push({ kind: 'left', id, reason: leftBecause });
  }
  for (const member of after) {
    const old = before.find(({ id }) => id === member.id);
    if (old === undefined) changes.push({ kind: 'joined', member });
    else if (!isSame(old, member)) changes.push({ kind: 'changed', member });
  }
  return changes;
}

function isSame(a: Member, b: Member): boolean {
  return (
    a.session === b.session &&
    a.name === b.name &&
    a.isHost === b.isHost &&
    a.presence === b.presence &&
    a.microphone === b.microphone &&
    a.camera === b.camera
  );
}

/** A member who takes a seat of before a restart again gets the old place. */
function byTimeOfJoining(a: Seat, b: Seat): number {
  return a.joinedAtMs - b.joinedAtMs;
}
