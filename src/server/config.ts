// The settings: read from the environment once, checked once, frozen. Their rows are data, so that the manual says the same.
import { isIP } from 'node:net';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { limits } from '#protocol/limits.ts';
import { closestName } from './closest-name.ts';
import { readAddressList, type TrustProxy } from './http/client-address.ts';
import { readOrigin } from './http/origin.ts';
import { readIceServers } from './ice-servers.ts';

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const;
const proxiesMax = 10;

const port = setting(wholeNumber(0, 65_535), 'must be a port number from 0 to 65535');

const schema = v.object({
  port,
  host: setting(readHost, 'must be an IP address or localhost'),
  dataDir: setting((text) => (text.trim() === '' ? undefined : text), 'must name a folder'),
  publicOrigin: setting(
    (text) => (text === '' ? null : (readOrigin(text) ?? undefined)),
    'must be an origin such as https://meet.example.org, without a path',
  ),
  allowedOrigins: setting(readOriginList, 'must be a comma list of origins such as https://meet.example.org'),
  trustProxy: setting(
    readTrust,
    `must be a number of proxies from 0 to ${proxiesMax}, or a comma list of addresses and ranges`,
  ),
  logLevel: setting((text) => logLevels.find((level) => level === text), `must be one of ${logLevels.join(', ')}`),
  stunPort: port,
  iceServers: setting(
    (text) => (text === '' ? [] : (readIceServers(text) ?? undefined)),
    `must be at most ${limits.iceServers} stun:, turn: or turns: URLs by comma (turn:user:password@host:port), or a JSON list`,
  ),
  connectionsPerAddress: setting(
    wholeNumber(1, limits.connectionsPerServer),
    `must be a whole number from 1 to ${limits.connectionsPerServer}`,
  ),
  webDir: setting((text) => (text === '' ? builtPages() : text), 'must name a folder'),
});

export type Settings = Readonly<v.InferOutput<typeof schema>>;

export interface SettingRow {
  /** In the environment. */
  readonly name: string;
  /** As it would be written; empty = not set. */
  readonly default: string;
  readonly says: string;
}

export const settingRows: Readonly<Record<keyof Settings, SettingRow>> = {
  port: { name: 'PORT', default: '3000', says: 'TCP port of pages and sockets; 0 lets the system choose.' },
  host: {
    name: 'HOST',
    default: '0.0.0.0',
    says: 'Address to listen on: `::` is IPv6 and IPv4, `127.0.0.1` this machine only.',
  },
  dataDir: {
    name: 'MADANG_DATA_DIR',
    default: './data',
    says: "Folder of the server's secret; made at the first start, readable by the server's user only.",
  },
  publicOrigin: {
    name: 'MADANG_PUBLIC_URL',
    default: '',
    says: 'Address people open, such as `https://meet.example.org`: sockets are then accepted from its pages alone; https is pinned (HSTS).',
  },
  allowedOrigins: {
    name: 'MADANG_ALLOWED_ORIGINS',
    default: '',
    says: "Further origins whose pages may open sockets, by comma. Without a public URL the page's own host may always.",
  },
  trustProxy: {
    name: 'MADANG_TRUST_PROXY',
    default: '0',
    says: 'How many proxies stand before the server, or their addresses and ranges by comma; X-Forwarded-For is read only then.',
  },
  logLevel: {
    name: 'MADANG_LOG_LEVEL',
    default: 'info',
    says: `Least severe level in the log: ${logLevels.join(', ')}.`,
  },
  stunPort: {
    name: 'MADANG_STUN_PORT',
    default: '3478',
    says: 'UDP port of the built-in STUN server; 0 turns it off. If it is taken, the server warns and goes on without.',
  },
  iceServers: {
    name: 'MADANG_ICE_SERVERS',
    default: '',
    says: 'Further STUN and TURN servers: `stun:host:port,turn:user:password@host:port`, or a JSON list with `urls`, `username`, `credential`.',
  },
  connectionsPerAddress: {
    name: 'MADANG_CONNECTIONS_PER_ADDRESS',
    default: String(limits.connectionsPerAddress),
    says: 'Sockets that one address (IPv6: one /64) may hold at a time.',
  },
  webDir: {
    name: 'MADANG_WEB_DIR',
    default: '',
    says: 'Folder of the built pages; not set: the one that was built with the server.',
  },
};

export type ReadSettings =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly problem: string };

/** `problem` is one line that names the setting, and never its value: that may be a password. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): ReadSettings {
  const rows = Object.entries(settingRows);
  const unknown = describeUnknown(environment);
  if (unknown !== null) return { ok: false, problem: unknown };
  const written = Object.fromEntries(rows.map(([key, row]) => [key, environment[row.name] ?? row.default]));
  const result = v.safeParse(schema, written);
  if (result.success) return { ok: true, settings: Object.freeze(result.output) };
  const [issue] = result.issues;
  const row = rows.find(([key]) => key === issue.path?.[0].key)?.[1];
  return { ok: false, problem: `${row?.name ?? 'A setting'} ${issue.message}` };
}

function describeUnknown(environment: Readonly<Record<string, string | undefined>>): string | null {
  const known = Object.values(settingRows).map(({ name }) => name);
  const unknown = Object.keys(environment).find((name) => name.startsWith('MADANG_') && !known.includes(name));
  if (unknown === undefined) return null;
  const meant = closestName(unknown, known);
  return `${unknown} is not a setting${meant === null ? '' : `; did you mean ${meant}?`}`;
}

/** `read` gives the value, or undefined for a mistake, which `message` describes. */
function setting<T>(read: (text: string) => T | undefined, message: string) {
  return v.pipe(
    v.string(),
    v.rawTransform<string, T>(({ dataset, addIssue, NEVER }) => {
      const value = read(dataset.value);
      if (value !== undefined) return value;
      addIssue({ message });
      return NEVER;
    }),
  );
}

function wholeNumber(least: number, most: number): (text: string) => number | undefined {
  return (text) => {
    const number = /^\d{1,9}$/u.test(text) ? Number(text) : Number.NaN;
    return number >= least && number <= most ? number : undefined;
  };
}

function readHost(text: string): string | undefined {
  return isIP(text) !== 0 || text === 'localhost' ? text : undefined;
}

function readOriginList(text: string): readonly string[] | undefined {
  if (text === '') return [];
  const origins = text.split(',').flatMap((part) => readOrigin(part.trim()) ?? []);
  return origins.length === text.split(',').length ? origins : undefined;
}

function readTrust(text: string): TrustProxy | undefined {
  const count = wholeNumber(0, proxiesMax)(text);
  if (count !== undefined) return count === 0 ? { kind: 'none' } : { kind: 'hops', count };
  const addresses = readAddressList(text);
  return addresses === null ? undefined : { kind: 'list', addresses };
}

/** Two folders up, both from this file and from the bundle (dist/server/main.js). */
function builtPages(): string {
  return fileURLToPath(new URL('../../dist/web/', import.meta.url));
}
