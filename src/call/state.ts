// The call as everybody else reads it: one readonly value, replaced whole by call.ts. Types and what follows from them.
import type { MemberId, RoomId, SessionId } from '#protocol/ids.ts';
import type { Member, RoomRules } from '#protocol/session.ts';
import type { LinkPhase, LinkSample } from './ports.ts';
import type { Quality, QualityLevel } from './quality.ts';

export interface LinkState {
  readonly session: SessionId;
  readonly phase: LinkPhase;
  /** Since when, on the call's clock. */
  readonly sinceMs: number;
  /** It has been `up` at least once. */
  readonly wasUp: boolean;
  readonly isRelayed: boolean;
  readonly quality: QualityLevel;
  readonly sample: LinkSample | null;
  /** What the level and the cap are reckoned from. */
  readonly reckoning: Quality;
}

/** The own socket. `down` never touches a link: media outlives signalling. */
export type SignalingState =
  | { readonly phase: 'up' }
  | { readonly phase: 'down'; readonly sinceMs: number; readonly retryAtMs: number | null };

/** `seat-lost`: away for longer than a seat is kept; joining again makes a new member. */
export type EndReason = 'left' | 'moved' | 'seat-lost' | 'room-gone' | 'refused';

export interface CallState {
  readonly me: MemberId;
  readonly roomId: RoomId;
  readonly rules: RoomRules;
  /** When the room opened, on the call's clock. */
  readonly openedAtMs: number;
  /** Version of the roster; null while the whole room has been asked for again. */
  readonly version: number | null;
  /** Until when a room rebuilt after a restart waits for its members, on the call's clock. */
  readonly settlesAtMs: number | null;
  /** By time of joining; includes oneself. */
  readonly members: readonly Member[];
  readonly links: ReadonlyMap<MemberId, LinkState>;
  readonly signaling: SignalingState;
  readonly ended: EndReason | null;
}

/** The words of the "Call path" line. */
export type CallPath = 'nothing' | 'direct' | 'relayed' | 'server' | 'reconnecting';

export function self(state: CallState): Member | undefined {
  return state.members.find((member) => member.id === state.me);
}

export function others(state: CallState): readonly Member[] {
  return state.members.filter((member) => member.id !== state.me);
}

/** What is true now, from the links alone: a line that can be wrong is worse than none. */
export function callPath(state: CallState): CallPath {
  const links = [...state.links.values()];
  const carrying = links.filter((link) => link.phase === 'up' || link.phase === 'suspect');
  if (carrying.length > 0) return carrying.some((link) => link.isRelayed) ? 'relayed' : 'direct';
  return links.some((link) => link.wasUp) ? 'reconnecting' : 'nothing';
}
