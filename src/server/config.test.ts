import { expect, test } from 'vitest';
import { readSettings, type Settings, settingRows } from './config.ts';
import { clientAddress } from './http/client-address.ts';

function settings(environment: Readonly<Record<string, string>> = {}): Settings {
  const read = readSettings(environment);
  if (!read.ok) throw new Error(read.problem);
  return read.settings;
}

function problem(environment: Readonly<Record<string, string>>): string {
  const read = readSettings(environment);
  return read.ok ? 'no problem' : read.problem;
}

test('the server starts without any setting', () => {
  expect(settings({ PATH: '/bin', HOME: '/root' })).toMatchObject({
    port: 3000,
    host: '0.0.0.0',
    dataDir: './data',
    publicOrigin: null,
    allowedOrigins: [],
    trustProxy: { kind: 'none' },
    logLevel: 'info',
    stunPort: 3478,
    iceServers: [],
    connectionsPerAddress: 1_000,
  });
  expect(settings().webDir).toMatch(/\/dist\/web\/$/u);
  expect(Object.isFrozen(settings())).toBe(true);
});

test('every default is what its row says', () => {
  const written = Object.fromEntries(Object.values(settingRows).map((row) => [row.name, row.default]));
  expect(settings(written)).toEqual(settings());
});

test.each([
  ['MADANG_LOGLEVEL', 'MADANG_LOGLEVEL is not a setting; did you mean MADANG_LOG_LEVEL?'],
  ['MADANG_STUN', 'MADANG_STUN is not a setting; did you mean MADANG_STUN_PORT?'],
  ['MADANG_SOMETHING_ELSE_ALTOGETHER', 'MADANG_SOMETHING_ELSE_ALTOGETHER is not a setting'],
])('%s is refused with a suggestion', (name, message) => {
  expect(problem({ [name]: '1' })).toBe(message);
});

test.each([
  ['PORT', ['', 'abc', '-1', '65536', '3000.5', '0x10', ' 3000']],
  ['HOST', ['', 'example.org', '1.2.3', '[::]']],
  ['MADANG_DATA_DIR', ['', '  ']],
  [
    'MADANG_PUBLIC_URL',
    ['meet.example.org', 'https://meet.example.org/path', 'ftp://x', 'https://u:p@x', 'https://x/?q'],
  ],
  ['MADANG_ALLOWED_ORIGINS', ['*', 'https://a.example,', 'https://a.example b']],
  ['MADANG_TRUST_PROXY', ['true', '11', '10.0.0.0/33', '10.0.0.0/', 'localhost', '10.0.0.1,,']],
  ['MADANG_LOG_LEVEL', ['INFO', 'loud', '']],
  ['MADANG_STUN_PORT', ['70000', 'off']],
  ['MADANG_CONNECTIONS_PER_ADDRESS', ['0', 'many']],
  [
    'MADANG_ICE_SERVERS',
    [
      'http://x',
      'turn:relay.example',
      'stun:',
      'stun:a b',
      'stun:a:999999',
      '[',
      '[{}]',
      '[{"urls":[]}]',
      '[{"urls":["stun:a"],"secret":"x"}]',
      '[{"urls":["turn:a"],"username":"u"}]',
      Array.from({ length: 9 }, (_, index) => `stun:s${index}.example`).join(','),
    ],
  ],
])('%s: each mistake is one readable line that names the setting', (name, values) => {
  for (const value of values) {
    const line = problem({ [name]: value });
    expect(line).toMatch(new RegExp(`^${name} must [^\\n]+$`, 'u'));
  }
});

test('a mistake in a setting does not show its value, which may hold a password', () => {
  expect(problem({ MADANG_ICE_SERVERS: 'turn:user:hunter2@relay example' })).not.toContain('hunter2');
});

test('origins are read as browsers write them', () => {
  const read = settings({
    MADANG_PUBLIC_URL: 'https://Meet.Example.org:443/',
    MADANG_ALLOWED_ORIGINS: 'http://a.example:80, https://b.example:8443',
  });
  expect(read.publicOrigin).toBe('https://meet.example.org');
  expect(read.allowedOrigins).toEqual(['http://a.example', 'https://b.example:8443']);
});

test('STUN and TURN servers as a list of URLs, and as JSON', () => {
  const listed = settings({
    MADANG_ICE_SERVERS: 'stun:stun.example:3478, turn:ann:p%40ss%3Aword@relay.example:443?transport=tcp',
  });
  expect(listed.iceServers).toEqual([
    { urls: ['stun:stun.example:3478'] },
    { urls: ['turn:relay.example:443?transport=tcp'], username: 'ann', credential: 'p@ss:word' },
  ]);
  const written = [{ urls: ['turn:relay.example', 'turns:relay.example:5349'], username: 'ann', credential: 'x' }];
  expect(settings({ MADANG_ICE_SERVERS: JSON.stringify(written) }).iceServers).toEqual(written);
  expect(settings({ MADANG_ICE_SERVERS: 'stun:[2001:db8::1]:3478' }).iceServers).toEqual([
    { urls: ['stun:[2001:db8::1]:3478'] },
  ]);
});

test('proxies by number or by address', () => {
  expect(settings({ MADANG_TRUST_PROXY: '2' }).trustProxy).toEqual({ kind: 'hops', count: 2 });
  const { trustProxy } = settings({ MADANG_TRUST_PROXY: '10.0.0.0/8, fd00::/8, 192.0.2.7' });
  expect(clientAddress('fd12::1', '203.0.113.9', trustProxy)).toBe('203.0.113.9');
  expect(clientAddress('192.0.2.8', '203.0.113.9', trustProxy)).toBe('192.0.2.8');
});
