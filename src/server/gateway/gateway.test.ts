// What strangers do to sockets: foreign pages, malformed frames, floods, readers that do not read. The server goes on.
import { connect, type Socket as NetSocket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { type RawData, WebSocket } from 'ws';
import { limits } from '#protocol/limits.ts';
import { protocolVersion } from '#protocol/session.ts';
import { gardenRules, granted, joinBody } from '../../testing/test-rooms.ts';
import {
  openTestPage,
  openTestServer,
  TestPage,
  type TestPageOptions,
  type TestServer,
} from '../../testing/test-server.ts';

const closers: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function house(...args: Parameters<typeof openTestServer>): Promise<TestServer> {
  const server = await openTestServer(...args);
  closers.push(() => server.close());
  return server;
}

async function page(server: TestServer, options: TestPageOptions = {}): Promise<TestPage> {
  const one = await openTestPage(server, options);
  closers.push(() => one.close());
  return one;
}

/** Why a socket was not opened, or `open`. */
async function whyNot(server: TestServer, options: TestPageOptions): Promise<unknown> {
  const one = new TestPage(server.url, options);
  closers.push(() => one.close());
  try {
    await one.open();
    return 'open';
  } catch (error) {
    return error instanceof Error && 'data' in error ? error.data : 'refused';
  }
}

async function isAlive(server: TestServer): Promise<boolean> {
  const one = await page(server);
  return granted(await one.ask('rooms:watch', {})).ok;
}

describe.each(['websocket', 'polling'] as const)('over %s', (transport) => {
  test('a page of another site, of nowhere, or of another port opens no socket', async () => {
    const server = await house();
    const { host } = new URL(server.url);
    expect(await whyNot(server, { transport, origin: server.url })).toBe('open');
    const foreign = [
      'http://evil.example',
      'null',
      `http://${host}.evil.example`,
      'http://127.0.0.1:1',
      `http://${host}@evil.example`,
    ];
    for (const origin of foreign) expect(await whyNot(server, { transport, origin })).not.toBe('open');
    expect(server.counts().connections).toBe(1);
  });

  test('the public address and the allowed ones are the only ones where they are set', async () => {
    const server = await house({ publicOrigin: 'https://meet.example.org', allowedOrigins: ['http://localhost:5173'] });
    expect(await whyNot(server, { transport, origin: 'https://meet.example.org' })).toBe('open');
    expect(await whyNot(server, { transport, origin: 'http://localhost:5173' })).toBe('open');
    expect(await whyNot(server, { transport, origin: server.url })).not.toBe('open');
  });

  test.each([
    [{ version: protocolVersion + 1 }, 'version-mismatch'],
    [{}, 'bad-message'],
    [{ version: String(protocolVersion) }, 'bad-message'],
    [{ version: protocolVersion, admin: true }, 'bad-message'],
  ])('a page that introduces itself with %j is refused with a code', async (auth, code) => {
    expect(await whyNot(await house(), { transport, auth })).toEqual({ ok: false, code });
  });
});

test('a WebSocket without Origin is no browser of ours; polling without it is, unless another site asks', async () => {
  const server = await house();
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
  await expect(new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject))).rejects.toThrow(
    /400/u,
  );
  const poll = (headers: Readonly<Record<string, string>>) =>
    fetch(`${server.url}/socket.io/?EIO=4&transport=polling`, { headers: { ...headers, 'sec-fetch-mode': 'cors' } });
  expect((await poll({})).status).toBe(200);
  expect((await poll({ 'sec-fetch-site': 'cross-site' })).status).toBe(400);
});

test('one address holds so many sockets and no more, and may open others when some are gone', async () => {
  const server = await house({ connectionsPerAddress: 3 });
  const pages = [await page(server), await page(server), await page(server)];
  expect(await whyNot(server, {})).not.toBe('open');
  pages[0]?.close();
  await expect.poll(() => server.counts().connections).toBe(2);
  expect(await whyNot(server, {})).toBe('open');
});

test('behind a proxy each person has an own budget, and a forged header is nobody', async () => {
  const server = await house({ connectionsPerAddress: 1, trustProxy: { kind: 'hops', count: 1 } });
  const from = (address: string) => whyNot(server, { headers: { 'x-forwarded-for': `6.6.6.6, ${address}` } });
  expect([await from('203.0.113.1'), await from('203.0.113.2')]).toEqual(['open', 'open']);
  expect(await from('203.0.113.1')).not.toBe('open');
});

const malformed = [
  '',
  '9',
  '4',
  '42',
  '42{}',
  '42[]',
  '42["x"',
  '42[1]',
  '42[null]',
  '42["connect",{}]',
  '42["disconnect"]',
  '42["newListener",1]',
  '42["__proto__",{}]',
  '42["error",{"x":1}]',
  '42["room:join"]',
  '421["room:join",{},{}]',
  '4299999999999999999999["room:join",{}]',
  '42/admin,["x"]',
  '40/admin,',
  '40',
  '41',
  '43',
  '431[]',
  '43{}',
  '431["x"]',
  '44{"message":"x"}',
  '45',
  '450-["x"]',
  '451-["x",{"_placeholder":true,"num":0}]',
  '4511-["x",{"_placeholder":true,"num":10}]',
  '451-["x",{"_placeholder":true,"num":-1}]',
  '451-["x",{"_placeholder":true,"num":"constructor"}]',
  '461-[{"_placeholder":true,"num":0}]',
  '5',
  '6',
  '1',
  '3probe',
  'b',
  '\u0000',
  `42["signal",${'['.repeat(20_000)}${']'.repeat(20_000)}]`,
  `42["feature",${JSON.stringify({ feature: 'x', type: 'y', body: 'z'.repeat(60_000) })}]`,
  '42["me:change",{"__proto__":{"isHost":true}}]',
  '42["me:change",{"constructor":{"prototype":{"isHost":true}}}]',
];

test('no malformed frame ends the process, tells anybody anything, or changes a room', async () => {
  const server = await house();
  const maker = await page(server);
  const { roomId } = granted(await maker.ask('room:create', { rules: gardenRules, proofHash: null }));
  const ana = await page(server);
  granted(await ana.ask('room:join', joinBody(roomId, 'Ana')));
  const before = granted(await ana.ask('room:sync', {})).room;
  for (const frame of malformed) {
    const socket = await rawSocket(server);
    socket.send(frame);
    socket.send(Buffer.from([1, 2, 3]));
    socket.send('42["rooms:watch",{}]');
    socket.terminate();
  }
  expect(await isAlive(server)).toBe(true);
  expect({ ...granted(await ana.ask('room:sync', {})).room, nowMs: 0 }).toEqual({ ...before, nowMs: 0 });
  expect(ana.heard).toEqual([]);
  expect(Object.keys(Object.prototype)).toEqual([]);
});

test('a frame of more than 64 KiB closes its socket, over both transports', async () => {
  const server = await house();
  const socket = await rawSocket(server);
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  socket.send(`42["signal","${'x'.repeat(limits.frameBytes)}"]`);
  expect(await closed).toBe(1009);
  const url = `${server.url}/socket.io/?EIO=4&transport=polling`;
  const headers = { origin: server.url, 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors' };
  const opened = await (await fetch(url, { headers })).text();
  const { sid } = JSON.parse(opened.slice(1)) as { sid: string };
  const answer = await fetch(`${url}&sid=${sid}`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'text/plain' },
    body: '4'.repeat(limits.frameBytes + 1),
  });
  expect(answer.status).toBe(413);
  expect(await isAlive(server)).toBe(true);
});

test('a flooder is cut off within two seconds, and nobody else notices', async () => {
  const server = await house();
  const maker = await page(server);
  const { roomId } = granted(await maker.ask('room:create', { rules: gardenRules, proofHash: null }));
  const [ana, eve] = [await page(server), await page(server)];
  granted(await ana.ask('room:join', joinBody(roomId, 'Ana')));
  granted(await eve.ask('room:join', joinBody(roomId, 'Eve')));
  const startedAt = performance.now();
  const flood = setInterval(() => {
    for (let count = 0; count < 200; count += 1)
      eve.socket.emit('me:change', { microphone: count % 2 === 0 ? 'on' : 'off' });
  }, 5);
  closers.push(() => clearInterval(flood));
  await eve.closed();
  expect(performance.now() - startedAt).toBeLessThan(2_000);
  const askedAt = performance.now();
  expect(granted(await ana.ask('room:sync', {})).ok).toBe(true);
  expect(performance.now() - askedAt).toBeLessThan(500);
  expect(server.refused().get('too-many')).toBeGreaterThan(0);
});

test('a member whose page reads nothing is dropped when a mebibyte waits for it, and comes back to the whole room', async () => {
  const server = await house();
  const maker = await page(server);
  const { roomId } = granted(await maker.ask('room:create', { rules: gardenRules, proofHash: null }));
  const ana = await page(server);
  const anaIn = granted(await ana.ask('room:join', joinBody(roomId, 'Ana')));
  const slowBody = joinBody(roomId, 'Slow');
  const slow = await rawSocket(server);
  const joined = await askRaw(slow, 'room:join', slowBody);
  const slowIn = JSON.parse(joined) as [{ you: typeof anaIn.you; resumeToken: string }];
  // Reading stops, and the system's buffers fill.
  slow.pause();
  const body = new Uint8Array(limits.fragmentBytes);
  const to = [{ member: slowIn[0].you, session: slowBody.session, seq: 1 }];
  const isDropped = () =>
    ana.heard.some(({ fact, body: change }) => fact === 'roster' && JSON.stringify(change).includes('reconnecting'));
  let sentBytes = 0;
  // The system's own buffers take some megabytes first.
  while (!isDropped() && sentBytes < 64 * 1024 * 1024) {
    const helper = await page(server);
    granted(await helper.ask('room:join', { ...joinBody(roomId, 'Helper') }));
    for (let frame = 0; frame < 800 && !isDropped(); frame += 1) {
      await helper.ask('relay', { to, body });
      sentBytes += body.byteLength;
    }
    await helper.ask('room:leave', {});
    helper.close();
  }
  expect(isDropped()).toBe(true);
  const back = await page(server);
  const again = granted(await back.ask('room:join', { ...slowBody, resumeToken: slowIn[0].resumeToken }));
  expect(again).toMatchObject({ you: slowIn[0].you, resumed: true });
}, 30_000);

test('a page that says goodbye to Socket.IO alone does not keep its transport', async () => {
  const server = await house();
  const socket = await rawSocket(server);
  const closed = new Promise((resolve) => socket.on('close', () => resolve(true)));
  socket.send('41');
  expect(await closed).toBe(true);
  await expect.poll(() => server.counts().connections).toBe(0);
});

test('connections that send half a request do not keep others out', async () => {
  const server = await house();
  const { port, hostname } = new URL(server.url);
  const sockets: NetSocket[] = [];
  for (let count = 0; count < 300; count += 1) {
    const socket = connect(Number(port), hostname).on('error', () => undefined);
    socket.write('GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ');
    sockets.push(socket);
  }
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
  });
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  expect(await isAlive(server)).toBe(true);
});

/** A WebSocket that has said hello in Socket.IO's way (Engine.IO 4, protocol 5), for frames that its client would not make. */
async function rawSocket(server: TestServer): Promise<WebSocket> {
  const url = `${server.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;
  const socket = new WebSocket(url, { headers: { origin: server.url } });
  closers.push(() => socket.terminate());
  await new Promise<void>((resolve, reject) => {
    socket.on('error', reject);
    socket.on('message', (data) => {
      const text = textOf(data);
      if (text.startsWith('0')) socket.send(`40${JSON.stringify({ version: protocolVersion })}`);
      if (text.startsWith('40')) resolve();
      if (text === '2') socket.send('3');
    });
  });
  return socket;
}

/** The acknowledgement's arguments as JSON. */
function askRaw(socket: WebSocket, event: string, body: unknown): Promise<string> {
  const answer = new Promise<string>((resolve) => {
    socket.on('message', (data) => {
      const text = textOf(data);
      if (text.startsWith('431')) resolve(text.slice(3));
    });
  });
  socket.send(`421${JSON.stringify([event, body])}`);
  return answer;
}

function textOf(data: RawData): string {
  return Buffer.isBuffer(data) ? data.toString() : '';
}
