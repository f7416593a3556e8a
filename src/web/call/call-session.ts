// What the call's screens know of a running call. Implemented by running-call.ts; a fake of it renders every screen in tests.
import type { ReadonlySignal } from '@preact/signals';
import type { CallState } from '#call/state.ts';
import type { FeatureSeatInCall } from '#contract.web';
import type { MemberId } from '#protocol/ids.ts';

/** What of a member can be shown and heard now. Streams keep their identity while the member stays. */
export interface MemberMedia {
  readonly camera: MediaStream | null;
  readonly microphone: MediaStream | null;
}

export interface CallSession {
  readonly state: ReadonlySignal<CallState>;
  readonly media: ReadonlySignal<ReadonlyMap<MemberId, MemberMedia>>;
  /** Who is audible now, oneself included, with attack and release already applied. */
  readonly speaking: ReadonlySignal<ReadonlySet<MemberId>>;
  /** The browser refused to play sound until the page is touched. */
  readonly isSoundBlocked: ReadonlySignal<boolean>;
  readonly features: readonly FeatureSeatInCall[];
  /** Call from a click: plays what autoplay refused. */
  allowSound(): void;
  /** Tries the socket now instead of at the next retry. */
  reconnectNow(): void;
  /** Takes the seat back after it moved to another tab. */
  useHere(): void;
  leave(): void;
}
