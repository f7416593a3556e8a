// The parts of a dictionary that are keyed by a closed list elsewhere, so that a new code without words does not compile.
import type { CallPath } from '#call/state.ts';
import type { DeviceKind, DeviceProblem } from '#call/tracks.ts';
import type { RefusalCode } from '#protocol/errors.ts';
import type { RoomRules } from '#protocol/session.ts';

/** One or two sentences: what happened, what to do. */
export interface Told {
  readonly title: string;
  readonly text: string;
}

export interface RefusalDetail {
  readonly inside?: number | undefined;
  readonly seats?: number | undefined;
}

export type RefusalWords = Readonly<
  Record<RefusalCode | 'unreachable' | 'needs-https', (detail: RefusalDetail) => Told>
>;
export type DeviceProblemWords = Readonly<Record<DeviceProblem, (device: DeviceKind) => Told>>;
export type CallPathWords = Readonly<Record<CallPath, { readonly path: string; readonly reader: string }>>;
export type PathRule = RoomRules['path'];

export interface RuleWords {
  readonly devices: Readonly<Record<RoomRules['devices'], string>>;
  /** Who could read what, by how the room is found. */
  readonly truths: Readonly<Record<RoomRules['find'], string>>;
  /** The same where the call may never go through the server. */
  readonly directTruths: Readonly<Record<RoomRules['find'], string>>;
}
