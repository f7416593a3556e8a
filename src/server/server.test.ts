import { createHash, randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { afterEach, describe, expect, test } from 'vitest';
import type { Refusal } from '#protocol/errors.ts';
import { JoinProof, ProofHash, type RoomId, SessionId } from '#protocol/ids.ts';
import type { JoinRoom, RoomJoined, RoomRules } from '#protocol/session.ts';
import { openTestPage, openTestServer, type TestPage, type TestPageOptions, type TestServer } from '../testing/test-server.ts';

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

const listed: RoomRules = { name: 'Garden', find: 'listed', seats: 8, devices: 'none', path: 'automatic' };
const newSession = (): SessionId => v.parse(SessionId, randomBytes(12).toString('base64url'));

function applicant(roomId: RoomId, name: string, more: Partial<JoinRoom> = {}): JoinRoom {
  return { roomId, proof: null, name, session: newSession(), microphone: 'on', camera: 'on', hostKey: null, resumeToken: null, ...more };
}

function link(): { proof: JoinProof; proofHash: ProofHash } {
  const secret = randomBytes(32);
  return {
    proof: v.parse(JoinProof, secret.toString('base64url')),
    proofHash: v.parse(ProofHash, createHash('sha256').update(secret).digest('base64url')),
  };
}

function granted<A extends { readonly ok: true }>(answer: A | Refusal): A {
  if (!answer.ok) throw new Error(`refused: ${answer.code}`);
  return answer;
}

async function make(one: TestPage, rules: Partial<RoomRules> = {}, proofHash: ProofHash | null = null) {
  return granted(await one.ask('room:create', { rules: { ...listed, ...rules }, proofHash }));
}

async function enter(server: TestServer, roomId: RoomId, name: string, more: Partial<JoinRoom> = {}) {
  const one = await page(server);
  const request = applicant(roomId, name, more);
  const joined: RoomJoined = granted(await one.ask('room:join', request));
  return { page: one, request, joined };
}

describe.each(['websocket', 'polling'] as const)('over %s', (transport) => {
  test('two people meet, see each other, and one leaves', async () => {
    const server = await house();
    const ana = await page(server, { transport });
    const { roomId } = await make(ana);
    const anaIn = granted(await ana.ask('room:join', applicant(roomId, 'Ana')));
    const ben = await page(server, { transport });
    const benIn = granted(await ben.ask('room:join', applicant(roomId, 'Ben', { camera: 'none' })));
    expect(benIn.room.members.map(({ name }) => name)).toEqual(['Ana', 'Ben']);
    const { change, version } = await ana.fact('roster', (fact) => fact.change.kind === 'joined');
    expect(change).toMatchObject({ kind: 'joined', member: { id: benIn.you, name: 'Ben', camera: 'none' } });
    expect(version).toBe(anaIn.room.version + 1);
    expect(granted(await ben.ask('room:leave', {}))).toEqual({ ok: true });
    await expect(ana.fact('roster', (fact) => fact.change.kind === 'left')).resolves.toMatchObject({
      version: version + 1,
      change: { id: benIn.you, reason: 'left' },
    });
  });
});

test('a link room opens for its link alone, and tells nobody else that it is there', async () => {
  const server = await house();
  const { proof, proofHash } = link();
  const maker = await page(server);
  const { roomId } = await make(maker, { find: 'link', seats: 2 }, proofHash);
  const guesser = await page(server);
  const unknown = await guesser.ask('room:join', applicant(v.parse(v.any(), 'A'.repeat(22)), 'Eve'));
  expect(unknown).toEqual({ ok: false, code: 'room-not-found' });
  expect(await guesser.ask('room:join', applicant(roomId, 'Eve'))).toEqual(unknown);
  expect(await guesser.ask('room:join', applicant(roomId, 'Eve', { proof: link().proof }))).toEqual(unknown);
  expect(await guesser.ask('room:peek', { roomId, proof: link().proof })).toEqual(unknown);
  await enter(server, roomId, 'Ana', { proof });
  await enter(server, roomId, 'Ben', { proof });
  expect(await guesser.ask('room:join', applicant(roomId, 'Eve', { proof: link().proof }))).toEqual(unknown);
  expect(await guesser.ask('room:join', applicant(roomId, 'Cleo', { proof }))).toEqual({
    ok: false,
    code: 'room-full',
    inside: 2,
    seats: 2,
  });
});
