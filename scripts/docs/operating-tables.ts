// The tables of docs/operating.md, made from the settings, exit codes and error codes themselves.
import { settingRows } from '../../src/server/config.ts';
import { exitCodes } from '../../src/server/exit-codes.ts';
import { type ErrorCause, errorCodes } from '../../src/web/i18n/error-codes.ts';
import { table } from './markdown.ts';

/** What lies behind a code that somebody reads out, for the person who runs the server. */
const behind: Readonly<Record<ErrorCause, string>> = {
  'room-not-found':
    'No room stands behind the link, or its secret is not the right one, or it is full and listed nowhere.',
  'page-not-found': 'The address leads nowhere on this server.',
  'name-invalid': 'The name is empty, too long or has characters that are not allowed.',
  'room-full': 'All seats of the room are taken.',
  'direct-full': 'The call is direct only, and four are in it.',
  'room-settling': 'The server was started again and waits a few seconds for those who were inside.',
  'microphone-needed': 'The room asks for a microphone.',
  'devices-needed': 'The room asks for a microphone and a camera.',
  'not-allowed': 'The room does not let this person do this.',
  'member-gone': 'The person it was meant for has left.',
  'seat-moved': 'The same person has the call open in another tab or on another device.',
  'server-path-unavailable': 'The room wants to go through the server, and this server does not offer that.',
  unreachable: 'The page cannot reach the server: network, proxy, or the server is down.',
  'needs-https': 'A room with a link was opened over plain HTTP at an address other than localhost. Serve HTTPS.',
  'too-many': 'Too much in a short time from one page, room or address. Behind a proxy: check `MADANG_TRUST_PROXY`.',
  'blocked-by-site': 'The browser blocks the device for this site; the person allows it in the address bar.',
  dismissed: 'The browser asked and was not answered.',
  'blocked-by-system': "The operating system does not give the device to the browser; it is in the system's settings.",
  'in-use': 'Another program has the device.',
  absent: 'There is no such device.',
  insecure: 'Browsers give devices to HTTPS pages and to localhost only: see the part on HTTPS.',
  'embed-policy': 'The page that embeds this one does not pass the device on (`allow="camera; microphone"`).',
  interrupted: 'The phone took the device, for a call for example.',
  unsupported: 'The browser is too old or has WebRTC switched off.',
  crashed: 'A mistake in the page. The report on the page helps to find it.',
  'server-full': 'The server holds as many rooms or connections as it may.',
  'server-stopping': 'The server is being stopped.',
  'version-mismatch': 'The page is of another version than the server; loading it again helps.',
  'bad-message': 'Page and server do not understand each other; loading the page again helps.',
  'unknown-event': 'Page and server do not understand each other; loading the page again helps.',
  'wrong-phase': 'The page did something in the wrong order; loading it again helps.',
  'too-large': 'The page sent something that is too large.',
};

export function settingTable(): string {
  return table(
    ['Setting', 'Default', 'What it does'],
    Object.values(settingRows).map((row) => [
      `\`${row.name}\``,
      row.default === '' ? 'not set' : `\`${row.default}\``,
      row.says,
    ]),
  );
}

export function exitCodeTable(): string {
  return table(
    ['Exit code', 'Means'],
    Object.values(exitCodes).map(({ code, says }) => [`${code}`, says]),
  );
}

export function errorCodeTable(): string {
  const says: Readonly<Record<string, string>> = behind;
  const rows = Object.entries(errorCodes).map(([cause, code]) => [code, says[cause] ?? '']);
  return table(['Code', 'What lies behind it'], rows);
}
