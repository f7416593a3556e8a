// What a feature with a seat at the server offers. The room does the same steps for each of them, in this order:
// parse, authorise, reduce, announce, send each member its view. A feature never sees a socket, a timer or the room.
import type { RefusalCode } from '#protocol/errors.ts';
import type { MemberId } from '#protocol/ids.ts';
import type { Schema } from '#protocol/messages.ts';

export interface FeatureMember {
  readonly id: MemberId;
  readonly name: string;
  readonly isHost: boolean;
}

/** What happened to the feature's state: a member's command, a change of who is here, or the moment it asked for. */
export type FeatureEvent<Command> =
  | { readonly kind: 'command'; readonly from: FeatureMember; readonly command: Command }
  | { readonly kind: 'joined'; readonly member: FeatureMember }
  | { readonly kind: 'left'; readonly member: FeatureMember }
  | { readonly kind: 'woke' };

/** Time and chance are inputs: the same event on the same state gives the same result. */
export interface FeatureContext {
  readonly nowMs: number;
  /** A number in [0, 1). */
  readonly random: () => number;
  readonly members: readonly FeatureMember[];
}

export interface Reduced<State> {
  readonly state: State;
  /** When the feature wants a `woke` event, on the clock of `nowMs`; absent = never. A later result replaces it. */
  readonly wakeAtMs?: number;
}

export interface Announcement {
  readonly to: 'everybody' | MemberId;
  readonly type: string;
  readonly body: unknown;
}

export interface ServerFeature<State, Command extends { readonly type: string }> {
  readonly name: string;
  /** Schema of each command's body by its type; what is not here is refused before `authorise`. */
  readonly toRoom: Readonly<Record<Command['type'], Schema>>;
  initial(): State;
  /** A refusal code, or null when this member may do this now. */
  authorise(state: State, command: Command, from: FeatureMember): RefusalCode | null;
  reduce(state: State, event: FeatureEvent<Command>, context: FeatureContext): Reduced<State>;
  /** The messages that follow from a change; sends nothing itself. */
  announce(before: State, after: State, cause: FeatureEvent<Command>): readonly Announcement[];
  /** The state as this member may see it: applied wherever the state leaves the server. */
  viewFor(state: State, member: FeatureMember): unknown;
}

/** A feature whose own types are closed over, so that features of different kinds stand in one list. */
export interface SeatedFeature {
  readonly name: string;
  readonly open: () => FeatureSeat;
}

/** One feature in one room: the room's view of it, with state inside and nothing mutable outside. */
export interface FeatureSeat {
  parse(type: string, body: unknown): { readonly type: string } | null;
  command(command: { readonly type: string }, from: FeatureMember, context: FeatureContext): RefusalCode | SeatResult;
  happened(event: Exclude<FeatureEvent<never>, { kind: 'command' }>, context: FeatureContext): SeatResult;
  viewFor(member: FeatureMember): unknown;
}

export interface SeatResult {
  readonly announcements: readonly Announcement[];
  readonly wakeAtMs: number | null;
}
