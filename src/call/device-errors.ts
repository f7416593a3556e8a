// What a failed getUserMedia means to the person (W3C mediacapture-main 10.2 names the errors). Pure; words are the pages'.
import type { DeviceFailure, DevicePermission } from './tracks.ts';

export interface DeviceError {
  /** Of the DOMException, or of whatever else was thrown. */
  readonly name: string;
  readonly message: string;
}

export interface DeviceErrorHints {
  readonly isSecure: boolean;
  /** The page stands in a frame of another page. */
  readonly isEmbedded: boolean;
  /** The embedding page's permissions policy refuses this device, where the browser tells. */
  readonly isBlockedByEmbedder: boolean;
  /** Of this device at the time of the error. */
  readonly permission: DevicePermission;
}

export function deviceFailure(error: DeviceError, hints: DeviceErrorHints): DeviceFailure {
  // Insecure pages have no mediaDevices at all, so whatever was thrown is only how that showed.
  if (!hints.isSecure) return 'insecure';
  switch (error.name) {
    case 'NotAllowedError':
    case 'PermissionDeniedError':
      return refused(error.message, hints);
    case 'SecurityError':
      return hints.isEmbedded ? 'embed-policy' : 'blocked-by-site';
    case 'NotFoundError':
    case 'DevicesNotFoundError':
      return 'absent';
    case 'OverconstrainedError':
    case 'ConstraintNotSatisfiedError':
      return 'no-match';
    default:
      // NotReadableError, AbortError and the unknown: the device is there and does not start; trying again may help.
      return 'in-use';
  }
}

function refused(message: string, hints: DeviceErrorHints): DeviceFailure {
  if (hints.isBlockedByEmbedder) return 'embed-policy';
  // Chromium: "Permission denied by system" and "Permission dismissed".
  if (/\bsystem\b/i.test(message)) return 'blocked-by-system';
  if (/\bdismissed\b/i.test(message)) return 'dismissed';
  switch (hints.permission) {
    case 'denied':
      return 'blocked-by-site';
    case 'granted':
      // The site may, and still it was refused: only the system stands in between.
      return 'blocked-by-system';
    case 'prompt':
    case 'unknown':
      // Without a lasting refusal asking again is possible, and harmless where it is not.
      return 'dismissed';
  }
}

/**
 * Whether one device is worth asking for alone after the request for both failed with `error`. After a refusal only where
 * no second prompt can follow: asking again what was just refused is rude.
 */
export function isWorthAskingAlone(error: DeviceError, own: DevicePermission, other: DevicePermission): boolean {
  if (error.name !== 'NotAllowedError' && error.name !== 'PermissionDeniedError') return true;
  if (own === 'granted') return true;
  // The other's lasting refusal failed the request before the person was asked about this one.
  return own === 'prompt' && other === 'denied';
}
