// What the call's screens know of a running call. Implemented by running-call.ts; a fake of it renders every screen in tests.
import type { ReadonlySignal, Signal } from '@preact/signals';
import type { CallState } from '#call/state.ts';
import type { FeatureSeatInCall } from '#contract.web';
import type { MemberId } from '#protocol/ids.ts';

/** What of a member can be shown and heard now. Streams keep their identity while the member stays. */
export interface MemberMedia {
  readonly camera: MediaStream | null;
  readonly microphone: MediaStream | null;
}

/**
 * A running call. It ends by `state.ended` and is not revived: after `moved` (another tab has the seat) and `seat-lost`
 * (away for longer than a seat is kept) the page enters the room again, which takes the seat back or makes a new one.
 */
export interface CallSession {
  readonly state: ReadonlySignal<CallState>;
  readonly media: ReadonlySignal<ReadonlyMap<MemberId, MemberMedia>>;
  /** Who is audible now, oneself included, with attack and release already applied. */
  readonly speaking: ReadonlySignal<ReadonlySet<MemberId>>;
  /** When the person last talked into a muted microphone, on performance.now(); at most every 30 s. */
  readonly mutedTalkAtMs: ReadonlySignal<number | null>;
  /** The browser refused to play sound until the page is touched. */
  readonly isSoundBlocked: ReadonlySignal<boolean>;
  /** Name of the feature (or of the page's own panel) that is open beside the stage; written by the page. */
  readonly openPanel: Signal<string | null>;
  /** Empty for a moment: what members say to each other is fetched while the call is being set up. */
  readonly features: ReadonlySignal<readonly FeatureSeatInCall[]>;
  /** Call from a click: plays what autoplay refused. */
  allowSound(): void;
  /** Tries the socket now instead of at the next retry. */
  reconnectNow(): void;
  leave(): void;
}
