// Whole servers and real sockets: what people do, over both transports, and what a restart does to them.
import { createSocket } from 'node:dgram';
import { afterEach, describe, expect, test } from 'vitest';
import type { Refusal } from '#protocol/errors.ts';
import type { RoomId } from '#protocol/ids.ts';
import { limits } from '#protocol/limits.ts';
import type { JoinRoom, RoomJoined, RoomRules } from '#protocol/session.ts';
import { gardenRules, granted, joinBody, newSession, testLink } from '../testing/test-rooms.ts';
import {
  openTestPage,
  openTestServer,
  type TestPage,
  type TestPageOptions,
  type TestServer,
} from '../testing/test-server.ts';

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

async function make(
  server: TestServer,
  rules: Partial<RoomRules> = {},
  proofHash = null as Parameters<typeof testLink>[0] | null,
) {
  const body = {
    rules: { ...gardenRules, ...rules },
    proofHash: proofHash === null ? null : testLink(proofHash).proofHash,
  };
  return granted(await (await page(server)).ask('room:create', body));
}

interface Inside {
  readonly page: TestPage;
  readonly body: JoinRoom;
  readonly joined: RoomJoined;
}

async function enter(server: TestServer, body: JoinRoom, options: TestPageOptions = {}): Promise<Inside> {
  const one = await page(server, options);
  return { page: one, body, joined: granted(await one.ask('room:join', body)) };
}

function again({ body, joined }: Inside, more: Partial<JoinRoom> = {}): JoinRoom {
  return { ...body, resumeToken: joined.resumeToken, ...more };
}

function codeOf(answer: { readonly ok: true } | Refusal): string {
  return answer.ok ? 'ok' : answer.code;
}

describe.each(['websocket', 'polling'] as const)('over %s', (transport) => {
  test('two people meet, signal, relay, see a drop and a return, and one leaves', async () => {
    const server = await house();
    const { roomId } = await make(server);
    const ana = await enter(server, joinBody(roomId, 'Ana'), { transport });
    const ben = await enter(server, joinBody(roomId, 'Ben', { camera: 'none' }), { transport });
    expect(ben.joined.room.members.map(({ name }) => name)).toEqual(['Ana', 'Ben']);
    const benJoined = await ana.page.fact('roster', ({ change }) => change.kind === 'joined');
    expect(benJoined).toMatchObject({
      version: ana.joined.room.version + 1,
      change: { member: { id: ben.joined.you, camera: 'none' } },
    });

    const toAna = { to: ana.joined.you, session: ana.body.session };
    const signal = { kind: 'offer', attempt: 0, id: 1, sdp: 'v=0\r\n' } as const;
    expect(await ben.page.ask('signal', { signals: [{ ...toAna, signal }] })).toEqual({ ok: true });
    expect(await ana.page.fact('signal')).toEqual({ from: ben.joined.you, session: ben.body.session, signal });
    const frame = new Uint8Array([0, 1, 255]);
    await ben.page.ask('relay', { to: [{ member: toAna.to, session: toAna.session, seq: 7 }], body: frame });
    const relayed = await ana.page.fact('relayed');
    expect([relayed.from, relayed.session, relayed.seq, [...relayed.body]]).toEqual([
      ben.joined.you,
      ben.body.session,
      7,
      [0, 1, 255],
    ]);

    ben.page.close();
    await ana.page.fact(
      'roster',
      ({ change }) => change.kind === 'changed' && change.member.presence === 'reconnecting',
    );
    const back = await enter(server, again(ben), { transport });
    expect(back.joined).toMatchObject({ you: ben.joined.you, resumed: true });
    expect(codeOf(await back.page.ask('room:leave', {}))).toBe('ok');
    await ana.page.fact(
      'roster',
      ({ change }) => change.kind === 'left' && change.id === ben.joined.you && change.reason === 'left',
    );
  });

  test('whoever looks at the front page sees rooms come and fill without asking again', async () => {
    const server = await house();
    const watcher = await page(server, { transport });
    expect(granted(await watcher.ask('rooms:watch', {})).rooms).toEqual([]);
    const { roomId } = await make(server);
    await watcher.fact('rooms', (change) => change.kind === 'open' && change.room.inside === 0);
    await enter(server, joinBody(roomId, 'Ana'));
    await watcher.fact('rooms', (change) => change.kind === 'open' && change.room.inside === 1);
    expect(server.counts().watchers).toBe(1);
    watcher.close();
  });
});

test('over WebSocket and polling at once, and a page that upgrades from one to the other', async () => {
  const server = await house();
  const { roomId } = await make(server);
  const ana = await enter(server, joinBody(roomId, 'Ana'), { transport: 'polling' });
  const ben = await enter(server, joinBody(roomId, 'Ben'), { transport: 'websocket' });
  await ana.page.fact('roster', ({ change }) => change.kind === 'joined' && change.member.id === ben.joined.you);
  const both = await page(server, { transport: 'polling', upgrade: true });
  await both.upgraded();
  expect(granted(await both.ask('room:peek', { roomId, proof: null })).inside).toBe(2);
});

test('two hundred joins at once for the last seat: exactly one gets it', async () => {
  const server = await house();
  const { roomId } = await make(server, { seats: 2 });
  await enter(server, joinBody(roomId, 'Ana'));
  const pages = await Promise.all(Array.from({ length: 200 }, () => page(server)));
  const answers = await Promise.all(
    pages.map((one, index) => one.ask('room:join', joinBody(roomId, `Guest ${index}`))),
  );
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  expect(new Set(answers.map(codeOf))).toEqual(new Set(['ok', 'room-full']));
  expect(await (await page(server)).ask('room:peek', { roomId, proof: null })).toMatchObject({ inside: 2 });
}, 30_000);

test('a second tab takes the seat within a second, and the first is told', async () => {
  const server = await house();
  const { roomId } = await make(server);
  const first = await enter(server, joinBody(roomId, 'Ana'));
  const startedAt = performance.now();
  const second = await enter(server, again(first, { session: newSession() }));
  await first.page.fact('seat:moved');
  expect(performance.now() - startedAt).toBeLessThan(1_000);
  expect(second.joined.room.members).toHaveLength(1);
  expect(codeOf(await first.page.ask('me:change', { microphone: 'off' }))).toBe('wrong-phase');
});

test('after a restart members are back in their seats, with ids, names and host role, and newcomers wait', async () => {
  const link = testLink('secret');
  const before = await house();
  const maker = await page(before);
  const { roomId, hostKey } = granted(
    await maker.ask('room:create', { rules: { ...gardenRules, find: 'link' }, proofHash: link.proofHash }),
  );
  const ana = await enter(before, joinBody(roomId, 'Ana', { proof: link.proof, hostKey }));
  const ben = await enter(before, joinBody(roomId, 'Mina', { proof: link.proof }));
  const cleo = await enter(before, joinBody(roomId, 'Mina', { proof: link.proof }));
  await before.stop();
  await ana.page.fact('server:stopping');
  await cleo.page.closed();

  const after = await house({ dataDir: before.dataDir });
  const cleoBack = await enter(after, again(cleo));
  const newcomer = await page(after);
  const refused = await newcomer.ask('room:join', joinBody(roomId, 'Dan', { proof: link.proof }));
  expect(refused).toMatchObject({ ok: false, code: 'room-settling' });
  const benBack = await enter(after, again(ben));
  const anaBack = await enter(after, again(ana, { hostKey: null }));
  expect([anaBack, benBack, cleoBack].map(({ joined }) => [joined.you, joined.resumed])).toEqual(
    [ana, ben, cleo].map(({ joined }) => [joined.you, true]),
  );
  expect(anaBack.joined.room.members.map(({ name, isHost }) => [name, isHost])).toEqual([
    ['Ana', true],
    ['Mina', false],
    ['Mina 2', false],
  ]);
  // Another installation knows nothing of this one's tokens.
  const stranger = await house();
  expect(codeOf(await (await page(stranger)).ask('room:join', again(ana)))).toBe('room-not-found');
});

async function freeUdpPort(): Promise<number> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  const { port } = socket.address();
  await new Promise<void>((resolve) => socket.close(resolve));
  return port;
}

test('the join answer names the built-in STUN server at the host that the page was opened under', async () => {
  const port = await freeUdpPort();
  const server = await house({
    stunPort: port,
    iceServers: [{ urls: ['turn:relay.example'], username: 'u', credential: 'c' }],
  });
  expect(server.stunPort).toBe(port);
  const { roomId } = await make(server);
  const ana = await enter(server, joinBody(roomId, 'Ana'));
  expect(ana.joined.iceServers).toEqual([
    { urls: [`stun:127.0.0.1:${port}`] },
    { urls: ['turn:relay.example'], username: 'u', credential: 'c' },
  ]);
});

test('a server that stops tells everybody, refuses what comes, and is gone within ten seconds', async () => {
  const server = await house();
  const { roomId } = await make(server);
  const ana = await enter(server, joinBody(roomId, 'Ana'));
  const pollers = await page(server, { transport: 'polling' });
  const startedAt = performance.now();
  const stopped = server.stop();
  await Promise.all([ana.page.fact('server:stopping'), pollers.fact('server:stopping')]);
  expect(codeOf(await ana.page.ask('room:sync', {}))).toBe('server-stopping');
  expect((await fetch(`${server.url}/readyz`)).status).toBe(503);
  await stopped;
  expect(performance.now() - startedAt).toBeLessThan(10_000);
  expect(server.counts()).toEqual({ rooms: 0, connections: 0, watchers: 0 });
  await expect(fetch(`${server.url}/healthz`)).rejects.toThrow('fetch failed');
});

test('a page that just goes away leaves nothing but its seat, for its time', async () => {
  const server = await house();
  const { roomId } = await make(server);
  const ana = await enter(server, joinBody(roomId, 'Ana'));
  const ben = await enter(server, joinBody(roomId, 'Ben'));
  ben.page.close();
  await ana.page.fact('roster', ({ change }) => change.kind === 'changed' && change.member.presence === 'reconnecting');
  expect(granted(await ana.page.ask('room:sync', {})).room.members).toHaveLength(2);
  expect(limits.seatKeptMs).toBe(60_000);
});

test('unknown rooms answer as link rooms without the link do, over the wire as well', async () => {
  const server = await house();
  const { roomId } = await make(server, { find: 'link' }, 'secret');
  const guesser = await page(server);
  const elsewhere: RoomId = (await make(await house())).roomId;
  const answers = await Promise.all(
    [roomId, elsewhere].flatMap((room) => [
      guesser.ask('room:peek', { roomId: room, proof: null }),
      guesser.ask('room:peek', { roomId: room, proof: testLink('wrong').proof }),
      guesser.ask('room:join', joinBody(room, 'Eve', { proof: testLink('wrong').proof })),
    ]),
  );
  expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(
    new Set(['{"ok":false,"code":"room-not-found"}']),
  );
});
