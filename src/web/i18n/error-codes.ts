// Short codes that stay the same in every language and version, for people who ask for help. R-1xx rooms, N-2xx network,
// D-3xx devices, S-4xx server and page. A number is never given to something else.
import type { DeviceProblem } from '#call/tracks.ts';
import type { RefusalCode } from '#protocol/errors.ts';

export type ErrorCause =
  | RefusalCode
  | DeviceProblem
  | 'unreachable'
  | 'needs-https'
  | 'crashed'
  | 'unsupported'
  | 'page-not-found';

export const errorCodes: Readonly<Record<ErrorCause, string>> = {
  'room-not-found': 'R-101',
  'page-not-found': 'R-102',
  'name-invalid': 'R-103',
  'room-full': 'R-104',
  'direct-full': 'R-105',
  'room-settling': 'R-106',
  'microphone-needed': 'R-107',
  'devices-needed': 'R-108',
  'not-allowed': 'R-109',
  'member-gone': 'R-110',
  'server-path-unavailable': 'R-111',
  'seat-moved': 'R-112',
  unreachable: 'N-201',
  'too-many': 'N-202',
  'needs-https': 'N-203',
  'blocked-by-site': 'D-301',
  dismissed: 'D-302',
  'blocked-by-system': 'D-303',
  'in-use': 'D-304',
  absent: 'D-305',
  insecure: 'D-306',
  'embed-policy': 'D-307',
  interrupted: 'D-308',
  unsupported: 'D-309',
  crashed: 'S-400',
  'server-full': 'S-401',
  'server-stopping': 'S-402',
  'version-mismatch': 'S-403',
  'bad-message': 'S-404',
  'unknown-event': 'S-405',
  'wrong-phase': 'S-406',
  'too-large': 'S-407',
};
