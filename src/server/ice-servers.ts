// Which STUN and TURN servers a page is told to use: what the operator lists, and the built-in STUN server.
import * as v from 'valibot';
import { limits } from '#protocol/limits.ts';
import { parse } from '#protocol/messages.ts';
import { IceServer } from '#protocol/session.ts';

/** `scheme:host[:port][?transport=udp|tcp]` (RFC 7064 section 3.1, RFC 7065 section 3.1). */
const iceUrl =
  /^(?:stuns?:(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?|turns?:(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?(?:\?transport=(?:udp|tcp))?)$/iu;

const ServerList = v.pipe(v.array(IceServer), v.maxLength(limits.iceServers));

/**
 * A JSON list of RTCIceServer, or a comma list of URLs where TURN's user and password stand before the host as in
 * `turn:user:password@host:3478` (percent-encoded where they hold a comma, a colon or an @). Null when it is neither.
 */
export function readIceServers(text: string): readonly IceServer[] | null {
  const listed = text.trim().startsWith('[') ? readJson(text) : text.split(',').map((part) => readUrl(part.trim()));
  const servers = parse(ServerList, listed);
  return servers.ok && servers.value.every(isUsable) ? servers.value : null;
}

/** `pageHost`: the host name the page was opened under, which is where this machine can be reached. */
export function iceServersFor(
  pageHost: string | null,
  stunPort: number | null,
  listed: readonly IceServer[],
): IceServer[] {
  const own = pageHost === null || stunPort === null ? [] : [{ urls: [`stun:${pageHost}:${stunPort}`] }];
  return [...own, ...listed].slice(0, limits.iceServers);
}

function isUsable(server: IceServer): boolean {
  const isRelay = server.urls.some((url) => /^turns?:/iu.test(url));
  return server.urls.length > 0 && server.urls.every((url) => iceUrl.test(url)) && (!isRelay || hasCredential(server));
}

function hasCredential(server: IceServer): boolean {
  return server.username !== undefined && server.credential !== undefined;
}

function readUrl(part: string): unknown {
  const login = /^(turns?:)([^:@]+):([^@]+)@(.+)$/iu.exec(part);
  if (login === null) return { urls: [part] };
  const [, scheme = '', username = '', credential = '', rest = ''] = login;
  return { urls: [`${scheme}${rest}`], username: unescapePart(username), credential: unescapePart(credential) };
}

function unescapePart(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
