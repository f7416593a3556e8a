// What the page before joining hands over when the person presses Join, and what it gets back.
import type { FeatureContextInCall } from '#contract.web';
import type { RefusalCode } from '#protocol/errors.ts';
import type { RoomId } from '#protocol/ids.ts';
import type { Devices } from '../devices/devices.ts';
import type { Signaling } from '../signaling/signaling.ts';
import type { CallSession } from './call-session.ts';

export interface EnterRoom {
  readonly signaling: Signaling;
  readonly devices: Devices;
  readonly roomId: RoomId;
  /** Secret of a link room, from the fragment; null for listed rooms. */
  readonly secret: string | null;
  readonly name: string;
  /** Says it to assistive technology, and shows it when asked to: the page's live regions and toasts. */
  readonly announce: FeatureContextInCall['announce'];
}

export type Entered =
  | { readonly ok: true; readonly call: CallSession }
  | {
      readonly ok: false;
      /** `needs-https`: a link room's keys cannot be made where the page is no secure context. */
      readonly code: RefusalCode | 'unreachable' | 'needs-https';
      readonly retryAfterMs?: number | undefined;
      readonly inside?: number | undefined;
      readonly seats?: number | undefined;
    };

/** Implemented by running-call.ts; a fake of it renders the pages in tests. */
export type Enter = (room: EnterRoom) => Promise<Entered>;
