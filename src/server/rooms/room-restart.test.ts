// A restart: the same secret, another run, no memory.
import { expect, test } from 'vitest';
import type { Refusal } from '#protocol/errors.ts';
import { limits } from '#protocol/limits.ts';
import {
  createRoom,
  FakeVisitor,
  joinAgain,
  joinBody,
  joinRoom,
  openTestRooms,
  testLink,
} from '../../testing/test-rooms.ts';

function codeOf(answer: { readonly ok: true } | Refusal): string {
  return answer.ok ? 'ok' : answer.code;
}

test('members come back with ids, names, roles and order; nobody new before the room has settled', () => {
  const before = openTestRooms();
  const link = testLink('right');
  const { roomId, hostKey } = createRoom(before, { find: 'link', seats: 4 }, link.proofHash);
  const ana = joinRoom(before, roomId, 'Ana', { proof: link.proof, hostKey });
  before.clock.advance(10);
  const ben = joinRoom(before, roomId, 'Ben', { proof: link.proof });
  before.clock.advance(10);
  const mina = joinRoom(before, roomId, 'Ben', { proof: link.proof });

  const after = openTestRooms({ clock: before.clock, run: 'second run', seed: 2 });
  const knock = () => after.desk['room:join'](new FakeVisitor(), joinBody(roomId, 'Dan', { proof: link.proof }));
  expect(codeOf(knock())).toBe('room-not-found');
  const minaBack = joinAgain(after, mina);
  expect(minaBack.joined.room.settlesInMs).toBe(limits.roomSettlingMs);
  before.clock.advance(1_000);
  expect(knock()).toEqual({ ok: false, code: 'room-settling', retryAfterMs: limits.roomSettlingMs - 1_000 });
  expect(codeOf(after.desk['room:join'](new FakeVisitor(), joinBody(roomId, 'Eve')))).toBe('room-not-found');
  const anaBack = joinAgain(after, ana, { hostKey: null });
  const benBack = joinAgain(after, ben);
  expect([anaBack, benBack, minaBack].map(({ joined }) => joined.you)).toEqual(
    [ana, ben, mina].map(({ joined }) => joined.you),
  );
  expect([anaBack, benBack, minaBack].every(({ joined }) => joined.resumed)).toBe(true);
  const { members, rules, openedAtMs } = benBack.joined.room;
  expect(members.map(({ name, isHost }) => [name, isHost])).toEqual([
    ['Ana', true],
    ['Ben', false],
    ['Ben 2', false],
  ]);
  expect(members.map(({ joinedAtMs }) => joinedAtMs)).toEqual(
    mina.joined.room.members.map(({ joinedAtMs }) => joinedAtMs),
  );
  expect({ rules, openedAtMs }).toEqual({ rules: ana.joined.room.rules, openedAtMs: ana.joined.room.openedAtMs });
  before.clock.advance(limits.roomSettlingMs);
  expect(codeOf(knock())).toBe('ok');
  expect(codeOf(knock())).toBe('room-full');
});

test('a host key of before the restart is still one', () => {
  const before = openTestRooms();
  const { roomId, hostKey } = createRoom(before);
  const ben = joinRoom(before, roomId, 'Ben');
  const after = openTestRooms({ clock: before.clock, run: 'second run', seed: 2 });
  joinAgain(after, ben);
  before.clock.advance(limits.roomSettlingMs);
  expect(
    joinRoom(after, roomId, 'Ana', { hostKey }).joined.room.members.find(({ name }) => name === 'Ana')?.isHost,
  ).toBe(true);
});

test('a late member has its old seat for 60 s, then a new one', () => {
  const before = openTestRooms();
  const { roomId } = createRoom(before);
  const [ana, ben, cleo] = [
    joinRoom(before, roomId, 'Ana'),
    joinRoom(before, roomId, 'Ben'),
    joinRoom(before, roomId, 'Cleo'),
  ];
  const after = openTestRooms({ clock: before.clock, run: 'second run', seed: 2 });
  joinAgain(after, ana);
  before.clock.advance(limits.seatKeptMs - 1);
  expect(joinAgain(after, ben).joined.resumed).toBe(true);
  before.clock.advance(1);
  expect(joinAgain(after, cleo).joined.resumed).toBe(false);
});

test('a rebuilt listed room is found by its name again', () => {
  const before = openTestRooms();
  const { roomId } = createRoom(before);
  const ana = joinRoom(before, roomId, 'Ana');
  const after = openTestRooms({ clock: before.clock, run: 'second run', seed: 2 });
  joinAgain(after, ana);
  expect(createRoom(after)).toEqual({ ok: true, roomId, hostKey: null });
});

test('a token of more than a day ago rebuilds nothing', () => {
  const before = openTestRooms();
  const ana = joinRoom(before, createRoom(before).roomId, 'Ana');
  before.clock.advance(limits.resumeTokenMs);
  const after = openTestRooms({ clock: before.clock, run: 'second run', seed: 2 });
  expect(codeOf(after.desk['room:join'](new FakeVisitor(), { ...ana.body, resumeToken: ana.joined.resumeToken }))).toBe(
    'room-not-found',
  );
  expect(after.registry.size).toBe(0);
});
