import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { limits } from '#protocol/limits.ts';
import { parse } from '#protocol/messages.ts';
import { ResumeToken } from '#protocol/session.ts';
import { createRoom, gardenRules, joinRoom, openTestRooms, testLink } from '../../testing/test-rooms.ts';
import { resumeTokens } from './resume-token.ts';

const secret = new Uint8Array(32).fill(7);
const nowMs = 1_700_000_000_000;
const tokens = resumeTokens(secret, 'first run');

function someClaim() {
  const rooms = openTestRooms();
  const { roomId } = createRoom(rooms);
  const { joined } = joinRoom(rooms, roomId, 'Mina');
  const identity = rooms.registry.find(roomId)?.identity;
  if (identity === undefined) throw new Error('no room');
  return { room: identity, member: joined.you, name: 'Mina', joinedAtMs: nowMs, holdsHostKey: true };
}

test('what was sealed is opened, also by the next run of the same server, and by no other', () => {
  const claim = someClaim();
  const token = tokens.seal(claim, nowMs);
  const opened = tokens.open(token, nowMs + 1);
  expect(opened).toEqual({ ...claim, run: 'first run', expiresAtMs: nowMs + limits.resumeTokenMs });
  const nextRun = resumeTokens(secret, 'second run');
  expect(nextRun.open(token, nowMs)).toEqual(opened);
  expect(opened === null ? null : [tokens.isOfThisRun(opened), nextRun.isOfThisRun(opened)]).toEqual([true, false]);
  expect(resumeTokens(new Uint8Array(32).fill(8), 'first run').open(token, nowMs)).toBeNull();
});

test('it is worth nothing after a day', () => {
  const token = tokens.seal(someClaim(), nowMs);
  expect(tokens.open(token, nowMs + limits.resumeTokenMs - 1)).not.toBeNull();
  expect(tokens.open(token, nowMs + limits.resumeTokenMs)).toBeNull();
});

test('the longest names and rules still fit into what a join may carry', () => {
  const claim = someClaim();
  const wide = '\u{1f468}'.repeat(15);
  const rules = {
    ...gardenRules,
    name: '\uac00'.repeat(limits.roomNameChars),
    devices: 'microphone-and-camera',
  } as const;
  const room = { ...claim.room, rules, proofHash: testLink('x').proofHash };
  const name = `${wide}${'\u0939'.repeat(limits.nameChars - wide.length)} 99999`;
  const token = tokens.seal({ ...claim, room, name }, nowMs);
  expect(parse(ResumeToken, token).ok).toBe(true);
  expect(tokens.open(token, nowMs)?.name).toBe(name);
});

test('no changed character survives', () => {
  const token = tokens.seal(someClaim(), nowMs);
  fc.assert(
    fc.property(fc.nat(token.length - 1), fc.constantFrom('A', 'z', '0', '_', '.', ' '), (at, other) => {
      const changed = `${token.slice(0, at)}${other}${token.slice(at + 1)}`;
      // The last character of a seal holds two bits that base64url ignores (RFC 4648 section 3.5).
      fc.pre(changed !== token && at !== token.length - 1);
      expect(tokens.open(changed, nowMs)).toBeNull();
    }),
  );
  fc.assert(fc.property(fc.string({ maxLength: 400 }), (text) => tokens.open(text, nowMs) === null));
});

test('a seal by another key, by another algorithm or by none is refused', () => {
  const [text = '', seal = ''] = tokens.seal(someClaim(), nowMs).split('.');
  const forged = [
    createHmac('sha256', secret).update(text).digest('base64url'),
    createHmac('sha256', '').update(text).digest('base64url'),
    createHmac('sha1', secret).update(text).digest('base64url'),
    '',
    `${seal}A`,
  ];
  for (const other of forged) expect(tokens.open(`${text}.${other}`, nowMs)).toBeNull();
});
