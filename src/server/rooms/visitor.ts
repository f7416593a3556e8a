// The far end of one socket as rooms know it: something facts can be sent to, and the seat it holds, if any.
import type { FactOf, ServerFact } from '#protocol/gate.ts';
import type { MemberId } from '#protocol/ids.ts';
import type { Room } from './room.ts';

export interface HeldSeat {
  readonly room: Room;
  readonly member: MemberId;
}

export interface Visitor {
  /** Host name of the page's address, for the built-in STUN server; null when it is not one. */
  readonly pageHost: string | null;
  /** Written by the room alone. */
  seat: HeldSeat | null;
  /** `isLossy`: dropped when the socket is slow. Otherwise a socket that is too slow is closed, so that it resumes afresh. */
  send<F extends ServerFact>(fact: F, body: FactOf<F>, options?: { readonly isLossy: boolean }): void;
  disconnect(): void;
}
