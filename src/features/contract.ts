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

/** The part of the envelope that is the feature's own. */
export interface FeatureCommandShape {
  readonly type: string;
  readonly body: unknown;
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
  /** Any word but `view`, which is the room's own. */
  readonly type: string;
  readonly body: unknown;
}

export interface ServerFeature<State, Command extends FeatureCommandShape> {
  readonly name: string;
  /** Schema of every command, a variant by `type`; what does not fit is refused before `authorise`. */
  readonly toRoom: Schema<Command>;
  initial(): State;
  /** A refusal code, or null when this member may do this now. */
  authorise(state: State, command: Command, from: FeatureMember): RefusalCode | null;
  reduce(state: State, event: FeatureEvent<Command>, context: FeatureContext): Reduced<State>;
  /** The messages that follow from a change; sends nothing itself. */
  announce(before: State, after: State, cause: FeatureEvent<Command>): readonly Announcement[];
  /** The state as this member may see it: given on joining, on syncing, and as a `view` fact whenever it has changed. */
  viewFor(state: State, member: FeatureMember): unknown;
}
