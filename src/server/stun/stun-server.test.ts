import { execFile } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { pino } from 'pino';
import { afterEach, expect, test } from 'vitest';
import { limits } from '#protocol/limits.ts';
import { manualClock } from '../../testing/manual-clock.ts';
import { RateTable } from './rate-table.ts';
import { readStun, readXorMappedAddress } from './stun-message.ts';
import { openStun, type StunServer } from './stun-server.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const log = pino({ level: 'silent' });

async function open(host = '127.0.0.1', clock = manualClock()): Promise<StunServer> {
  const server = await openStun({ port: 0, host }, clock, log);
  if (server === null) throw new Error('no STUN server');
  closers.push(() => server.close());
  return server;
}

/** Sends `count` requests from one port and gives what came back, having waited for `expected` answers. */
async function ask(
  server: StunServer,
  from: string,
  count: number,
  expected: number,
): Promise<{ port: number; answers: Buffer[] }> {
  const socket = createSocket(from === '::1' ? 'udp6' : 'udp4');
  const answers: Buffer[] = [];
  const enough = new Promise<void>((resolve) => {
    socket.on('message', (message) => {
      answers.push(message);
      if (answers.length === expected) resolve();
    });
  });
  await new Promise<void>((resolve) => socket.bind(0, from, resolve));
  const request = Buffer.from('000100002112a442000102030405060708090a0b', 'hex');
  for (let sent = 0; sent < count; sent += 1) socket.send(request, server.port, from === '::1' ? '::1' : '127.0.0.1');
  await enough;
  const { port } = socket.address();
  await new Promise<void>((resolve) => socket.close(resolve));
  return { port, answers };
}

test.each([
  ['127.0.0.1', '127.0.0.1', '127.0.0.1'],
  ['::', '::1', '0:0:0:0:0:0:0:1'],
  ['::', '127.0.0.1', '127.0.0.1'],
] as const)('listening on %s, whoever asks from %s is told the own address', async (host, from, address) => {
  const { port, answers } = await ask(await open(host), from, 1, 1);
  const message = readStun(answers[0] ?? Buffer.alloc(0));
  expect(message === null ? null : readXorMappedAddress(message)).toEqual({ address, port });
});

test('a flood from one address is answered up to its rate, others go on, and so does it when time has passed', async () => {
  const clock = manualClock();
  const server = await open('127.0.0.1', clock);
  const flood = limits.stunRequestsPerSecond;
  expect((await ask(server, '127.0.0.1', flood + 20, flood)).answers).toHaveLength(flood);
  expect((await ask(server, '127.0.0.2', 1, 1)).answers).toHaveLength(1);
  clock.advance(1_000);
  expect((await ask(server, '127.0.0.1', 1, 1)).answers).toHaveLength(1);
});

test('a port that is taken is warned about, and done without', async () => {
  const first = await open();
  expect(await openStun({ port: first.port, host: '127.0.0.1' }, manualClock(), log)).toBeNull();
});

test('forged addresses cannot fill the memory', () => {
  const table = new RateTable(2, 100);
  for (let address = 0; address < 1_000; address += 1) table.take(String(address), 0);
  expect(table.size).toBe(100);
  expect([table.take('999', 0), table.take('999', 0), table.take('999', 499), table.take('999', 500)]).toEqual([
    true,
    false,
    false,
    true,
  ]);
});

test.runIf(existsSync('/usr/bin/turnutils_stunclient'))("coturn's STUN client understands the answer", async () => {
  const server = await open();
  const { stdout } = await promisify(execFile)(
    '/usr/bin/turnutils_stunclient',
    ['-p', String(server.port), '127.0.0.1'],
    { timeout: 5_000 },
  );
  expect(stdout).toMatch(/UDP reflexive addr: 127\.0\.0\.1:\d+/u);
});
