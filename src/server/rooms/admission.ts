// Who is let in: the rules of a room against somebody at the gate. Pure, and the only place that knows what the call
// paths of this server carry.
import { type Refusal, refusal } from '#protocol/errors.ts';
import { limits } from '#protocol/limits.ts';
import type { DeviceState, RoomRules } from '#protocol/session.ts';

/** What the server can carry besides direct calls. */
export interface CallPaths {
  readonly hasServerPath: boolean;
}

export interface Applicant {
  readonly microphone: DeviceState;
  readonly camera: DeviceState;
}

/** Null when such a room can be made here. */
export function refuseRules(rules: RoomRules, paths: CallPaths): Refusal | null {
  return rules.path === 'server' && !paths.hasServerPath ? refusal('server-path-unavailable') : null;
}

/**
 * Null when there is a seat for one more. Only for those who may know that the room exists: the refusals tell how full it is.
 * `settlesInMs`: for how long a rebuilt room still waits for its members.
 */
export function refuseApplicant(
  rules: RoomRules,
  inside: number,
  settlesInMs: number,
  applicant: Applicant,
  paths: CallPaths,
): Refusal | null {
  if (settlesInMs > 0) return refusal('room-settling', { retryAfterMs: settlesInMs });
  return refuseByNumber(rules, inside, paths) ?? refuseByDevices(rules, applicant);
}

/** Null when the seats, and the call path that would have to carry one more, are not used up. */
export function refuseByNumber(rules: RoomRules, inside: number, paths: CallPaths): Refusal | null {
  if (inside >= rules.seats) return refusal('room-full', { inside, seats: rules.seats });
  if (!paths.hasServerPath && inside >= limits.directSeatsMax) {
    return refusal('direct-full', { inside, seats: limits.directSeatsMax });
  }
  return null;
}

function refuseByDevices(rules: RoomRules, applicant: Applicant): Refusal | null {
  switch (rules.devices) {
    case 'none':
      return null;
    case 'microphone':
      return applicant.microphone === 'none' ? refusal('microphone-needed') : null;
    case 'microphone-and-camera':
      return applicant.microphone === 'none' || applicant.camera === 'none' ? refusal('devices-needed') : null;
  }
}
