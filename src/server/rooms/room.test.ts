import { describe, expect, test } from 'vitest';
import type { Refusal } from '#protocol/errors.ts';
import { limits } from '#protocol/limits.ts';
import { parse } from '#protocol/messages.ts';
import { type Member, RoomJoined } from '#protocol/session.ts';
import {
  createRoom,
  FakeVisitor,
  gardenRules,
  granted,
  joinAgain,
  joinBody,
  joinRoom,
  openTestRooms,
  testLink,
} from '../../testing/test-rooms.ts';

function codeOf(answer: { readonly ok: true } | Refusal): string {
  return answer.ok ? 'ok' : answer.code;
}

describe('coming in', () => {
  test('everybody hears of a newcomer, with the next version; the newcomer reads the whole room', () => {
    const rooms = openTestRooms();
    const { roomId } = createRoom(rooms);
    const ana = joinRoom(rooms, roomId, 'Ana');
    const ben = joinRoom(rooms, roomId, 'Ben', { microphone: 'none' });
    expect(parse(RoomJoined, ben.joined).ok).toBe(true);
    expect(ben.joined.room.members.map(({ name }) => name)).toEqual(['Ana', 'Ben']);
    const [fact] = ana.visitor.heard('roster');
    expect(fact?.version).toBe(ana.joined.room.version + 1);
    expect(fact?.change).toMatchObject({ kind: 'joined', member: { id: ben.joined.you, microphone: 'none' } });
    expect(ben.visitor.told).toEqual([]);
  });

  test('the second Mina becomes "Mina 2", also in Cyrillic', () => {
    const rooms = openTestRooms();
    const { roomId } = createRoom(rooms);
    joinRoom(rooms, roomId, 'Mina');
    const second = joinRoom(rooms, roomId, ' Min\u0430\u200b');
    expect(second.joined.room.members.map(({ name }) => name)).toEqual(['Mina', 'Min\u0430 2']);
  });

  test.each(['', ' \u200b ', 'x'.repeat(25)])('the name %j is refused', (name) => {
    const rooms = openTestRooms();
    const { roomId } = createRoom(rooms);
    expect(codeOf(rooms.desk['room:join'](new FakeVisitor(), joinBody(roomId, name)))).toBe('name-invalid');
    expect(rooms.registry.find(roomId)?.inside).toBe(0);
  });

  test('two hundred at once for the last seat: exactly one gets it', () => {
    const rooms = openTestRooms();
    const { roomId } = createRoom(rooms, { seats: 2 });
    joinRoom(rooms, roomId, 'Ana');
    const answers = Array.from({ length: 200 }, (_, index) =>
      rooms.desk['room:join'](new FakeVisitor(), joinBody(roomId, `Guest ${index}`)),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(new Set(answers.filter(({ ok }) => !ok).map((answer) => JSON.stringify(answer)))).toEqual(
      new Set(['{"ok":false,"code":"room-full","inside":2,"seats":2}']),
    );
  });

  test('a fifth member of an automatic room is told that direct calls are full, until there is a server path', () => {
    const rooms = openTestRooms();
    const { roomId } = createRoom(rooms);
    for (const name of ['Ana', 'Ben', 'Cleo', 'Dan']) joinRoom(rooms, roomId, name);
    expect(rooms.desk['room:join'](new FakeVisitor(), joinBody(roomId, 'Eva'))).toEqual({
      ok: false,
      code: 'direct-full',
      inside: 4,
      seats: 4,
    });
    const withPath = openTestRooms({ hasServerPath: true });
    const other = createRoom(withPath);
    for (const name of ['Ana', 'Ben', 'Cleo', 'Dan', 'Eva']) joinRoom(withPath, other.roomId, name);
  });

  test.each([
    ['microphone', 'none', 'on', 'microphone-needed'],
    ['microphone', 'off', 'none', 'ok'],
    ['microphone-and-camera', 'on', 'none', 'devices-needed'],
    ['microphone-and-camera', 'off', 'off', 'ok'],
    ['none', 'none', 'none', 'ok'],
  ] as const)(
    'a room that needs %s, a page with microphone %s and camera %s: %s',
    (devices, microphone, camera, code) => {
      const rooms = openTestRooms();
      const { roomId } = createRoom(rooms, { devices });
      expect(codeOf(rooms.desk['room:join'](new FakeVisitor(), joinBody(roomId, 'Ana', { microphone, camera })))).toBe(
        code,
      );
    },
  );
});

describe('a link room', () => {
  test('unknown, full and wrong secret are one answer to somebody without the link', () => {
    const rooms = openTestRooms();
    const link = testLink('right');
    const { roomId } = createRoom(rooms, { find: 'link', seats: 2 }, link.proofHash);
    const tries = () =>
      [null, testLink('wrong').proof].flatMap((proof) => [
        rooms.desk['room:join'](new FakeVisitor(), joinBody(roomId, 'Eve', { proof })),
        rooms.desk['room:peek'](new FakeVisitor(), { roomId, proof }),
        rooms.desk['room:join'](
          new FakeVisitor(),
          joinBody(createRoom(openTestRooms({ seed: 9 })).roomId, 'Eve', { proof }),
        ),
      ]);
    const notFound = { ok: false, code: 'room-not-found' };
    expect(tries()).toEqual(Array.from({ length: 6 }, () => notFound));
    joinRoom(rooms, roomId, 'Ana', { proof: link.proof });
    joinRoom(rooms, roomId, 'Ben', { proof: link.proof });
    expect(tries()).toEqual(Array.from({ length: 6 }, () => notFound));
    expect(granted(rooms.desk['room:peek'](new FakeVisitor(), { roomId, proof: link.proof }))).toMatchObject({
      inside: 2,
      names: ['Ana', 'Ben'],
    });
    expect(codeOf(rooms.desk['room:join'](new FakeVisitor(), joinBody(roomId, 'Cleo', { proof: link.proof })))).toBe(
      'room-full',
    );
  });

  test.each([
    ['link', null],
    ['listed', testLink('x').proofHash],
  ] as const)('a %s room with proof hash %s is not made', (find, proofHash) => {
    const rooms = openTestRooms();
    const answer = rooms.desk['room:create'](new FakeVisitor(), { rules: { ...gardenRules, find }, proofHash });
    expect(codeOf(answer)).toBe('bad-message');
    expect(rooms.registry.size).toBe(0);
  });
});

describe('making rooms', () => {
  test('typing the name of an open listed room enters it, and gives no host key', () => {
    const rooms = openTestRooms();
    const first = createRoom(rooms, { name: 'Tea  House' });
    const again = createRoom(rooms, { name: 'tea house\u200b', seats: 3 });
    expect(again).toEqual({ ok: true, roomId: first.roomId, hostKey: null });
    expect(first.hostKey).toMatch(/^[\w-]{22}$/);
    expect(createRoom(rooms, { name: 'Library' }).roomId).not.toBe(first.roomId);
  });

  test('a room through the server alone is refused while there is no such path', () => {
    const rooms = openTestRooms();
    const rules = { ...gardenRules, path: 'server' } as const;
    expect(codeOf(rooms.desk['room:create'](new FakeVisitor(), { rules, proofHash: null }))).toBe(
      'server-path-unavailable',
    );
    expect(
      codeOf(openTestRooms({ hasServerPath: true }).desk['room:create'](new FakeVisitor(), { rules, proofHash: null })),
    ).toBe('ok');
  });

  test('a room with an unreadable name is refused', () => {
    const rooms = openTestRooms();
    const rules = { ...gardenRules, name: '\u202e \u200b' };
    expect(codeOf(rooms.desk['room:create'](new FakeVisitor(), { rules, proofHash: null }))).toBe('name-invalid');
  });

  test('making rooms cannot fill the memory', () => {
    const rooms = openTestRooms();
    const { proofHash } = testLink('x');
    for (let count = 0; count < limits.roomsPerServer; count += 1) createRoom(rooms, { find: 'link' }, proofHash);
    const answer = rooms.desk['room:create'](new FakeVisitor(), { rules: { ...gardenRules, find: 'link' }, proofHash });
    expect(codeOf(answer)).toBe('server-full');
    rooms.clock.advance(limits.roomEmptyMs);
    expect(rooms.registry.size).toBe(0);
    expect(rooms.clock.pending()).toBe(0);
  });
});

describe('going and coming back', () => {
  test('a dropped member keeps the seat for 60 s: the others see "reconnecting", then that it left', () => {
    const rooms = openTestRooms();
    const { roomId } = createRoom(rooms);
    const ana = joinRoom(rooms, roomId, 'Ana');
    const ben = joinRoom(rooms, roomId, 'Ben');
    ben.visitor.drop();
    expect(ana.visitor.heard('roster').at(-1)?.change).toMatchObject({
      kind: 'changed',
      member: { presence: 'reconnecting' },
    });
    rooms.clock.advance(limits.seatKeptMs - 1);
    expect(rooms.registry.find(roomId)?.inside).toBe(2);
    rooms.clock.advance(1);
    expect(ana.visitor.heard('roster').at(-1)?.change).toEqual({ kind: 'left', id: ben.joined.you, reason: 'lost' });
    expect(rooms.registry.find(roomId)?.inside).toBe(1);
  });

  test('a reload keeps id, name, place and role, and frees no seat for anybody else meanwhile', () => {
    const rooms = openTestRooms();
    const { roomId, hostKey } = createRoom(rooms, { seats: 2 });
    const ana = joinRoom(rooms, roomId, 'Ana', { hostKey });
    const ben = joinRoom(rooms, roomId, 'Ben');
    rooms.desk['me:change'](ana.visitor, { presence: 'away' });
    ana.visitor.drop();
    expect(ben.visitor.heard('roster').at(-1)?.change).toMatchObject({ member: { presence: 'away', isHost: true } });
    expect(codeOf(rooms.desk['room:join'](new FakeVisitor(), joinBody(roomId, 'Cleo')))).toBe('room-full');
    const back = joinAgain(rooms, ana, { session: joinBody(roomId, '').session, name: 'Somebody else', hostKey: null });
    expect(back.joined).toMatchObject({ you: ana.joined.you, resumed: true });
    const { session, ...seat } = back.joined.room.members[0] ?? {};
    expect(seat).toMatchObject({
      name: 'Ana',
      isHost: true,
      presence: 'here',
      joinedAtMs: ana.joined.room.members[0]?.joinedAtMs,
    });
    expect(session).toBe(back.body.session);
    expect(ben.visitor.heard('roster').at(-1)?.change.kind).toBe('changed');
    rooms.clock.advance(limits.seatKeptMs * 2);
    expect(rooms.registry.find(roomId)?.inside).toBe(2);
  });

  test('in two tabs there is one seat: the newest wins, the old one is told and may do nothing more', () => {
    const rooms = openTestRooms();
    const { roomId } = createRoom(rooms);
    const first = joinRoom(rooms, roomId, 'Ana');
    const second = joinAgain(rooms, first, { session: joinBody(roomId, '').session });
    expect(first.visitor.heard('seat:moved')).toHaveLength(1);
    expect(first.visitor.seat).toBeNull();
    expect(codeOf(rooms.desk['me:change'](first.visitor, { microphone: 'off' }))).toBe('wrong-phase');
    first.visitor.drop();
    expect(second.joined.room.members).toHaveLength(1);
    expect(granted(rooms.desk['room:sync'](second.visitor, {})).room.members[0]?.presence).toBe('here');
    // The old tab's socket reconnects by itself: that is no wish of the person.
    const { resumeToken } = first.joined;
    expect(codeOf(rooms.desk['room:join'](new FakeVisitor(), { ...first.body, resumeToken }))).toBe('seat-moved');
    expect(second.visitor.seat).not.toBeNull();
    // "Use here" does it as a new page.
    const third = joinAgain(rooms, first, { session: joinBody(roomId, '').session });
    expect(second.visitor.heard('seat:moved')).toHaveLength(1);
    expect(third.joined.you).toBe(first.joined.you);
  });

  test('who left for good comes back as somebody new', () => {
    const rooms = openTestRooms();
    const { roomId } = createRoom(rooms);
    const ana = joinRoom(rooms, roomId, 'Ana');
    expect(codeOf(rooms.desk['room:leave'](ana.visitor, {}))).toBe('ok');
    expect(ana.visitor.seat).toBeNull();
    const back = joinAgain(rooms, ana);
    expect(back.joined.resumed).toBe(false);
    expect(back.joined.you).not.toBe(ana.joined.you);
  });

  test("another room's token, a changed one and another server's are as good as none", () => {
    const rooms = openTestRooms();
    const link = testLink('right');
    const here = createRoom(rooms, { find: 'link' }, link.proofHash);
    const ana = joinRoom(rooms, here.roomId, 'Ana', { proof: link.proof });
    const there = createRoom(rooms, { find: 'link' }, testLink('other').proofHash);
    const foreign = openTestRooms({ secret: new Uint8Array(32).fill(8) });
    const token = ana.joined.resumeToken;
    const middle = Math.floor(token.length / 2);
    const changed = `${token.slice(0, middle)}${token[middle] === 'A' ? 'B' : 'A'}${token.slice(middle + 1)}`;
    const tokens = [changed, `${token}x`, token.slice(0, -1), '.', 'x', `${token}.${token}`];
    for (const resumeToken of tokens) {
      expect(codeOf(rooms.desk['room:join'](new FakeVisitor(), joinBody(here.roomId, 'Eve', { resumeToken })))).toBe(
        'room-not-found',
      );
    }
    expect(
      codeOf(rooms.desk['room:join'](new FakeVisitor(), joinBody(there.roomId, 'Eve', { resumeToken: token }))),
    ).toBe('room-not-found');
    expect(
      codeOf(foreign.desk['room:join'](new FakeVisitor(), joinBody(here.roomId, 'Eve', { resumeToken: token }))),
    ).toBe('room-not-found');
    expect(ana.visitor.seat).not.toBeNull();
  });

  test('a room closes five minutes after the last one left, and nothing of it stays', () => {
    const rooms = openTestRooms();
    const { roomId } = createRoom(rooms);
    const ana = joinRoom(rooms, roomId, 'Ana');
    rooms.desk['room:leave'](ana.visitor, {});
    rooms.clock.advance(limits.roomEmptyMs - 1);
    const back = joinAgain(rooms, ana);
    rooms.clock.advance(limits.roomEmptyMs * 2);
    expect(rooms.registry.size).toBe(1);
    rooms.desk['room:leave'](back.visitor, {});
    rooms.clock.advance(limits.roomEmptyMs);
    expect(rooms.registry.size).toBe(0);
    expect(rooms.clock.pending()).toBe(0);
    // The token cannot bring back what has closed.
    expect(
      codeOf(
        rooms.desk['room:join'](new FakeVisitor(), joinBody(roomId, 'Ana', { resumeToken: back.joined.resumeToken })),
      ),
    ).toBe('room-not-found');
    expect(createRoom(rooms).roomId).not.toBe(roomId);
  });
});

describe('host', () => {
  test('whoever shows the host key is host, a wrong one makes nobody host', () => {
    const rooms = openTestRooms();
    const { roomId, hostKey } = createRoom(rooms);
    const wrong = createRoom(openTestRooms({ seed: 5 })).hostKey;
    expect(joinRoom(rooms, roomId, 'Eve', { hostKey: wrong }).joined.room.members[0]?.isHost).toBe(false);
    expect(joinRoom(rooms, roomId, 'Ana', { hostKey }).joined.room.members[1]?.isHost).toBe(true);
    expect(joinRoom(rooms, roomId, 'Ana', { hostKey }).joined.room.members[2]?.isHost).toBe(true);
  });

  test('after 15 s without a host the longest-present member acts as one, until a host returns', () => {
    const rooms = openTestRooms();
    const { roomId, hostKey } = createRoom(rooms);
    const ana = joinRoom(rooms, roomId, 'Ana', { hostKey });
    const ben = joinRoom(rooms, roomId, 'Ben');
    const cleo = joinRoom(rooms, roomId, 'Cleo');
    const hosts = () =>
      granted(rooms.desk['room:sync'](cleo.visitor, {}))
        .room.members.filter((member: Member) => member.isHost)
        .map(({ name }) => name);
    ana.visitor.drop();
    rooms.clock.advance(limits.hostAbsentMs - 1);
    expect(hosts()).toEqual(['Ana']);
    rooms.clock.advance(1);
    expect(hosts()).toEqual(['Ana', 'Ben']);
    ben.visitor.drop();
    rooms.clock.advance(limits.hostAbsentMs);
    expect(hosts()).toEqual(['Ana', 'Cleo']);
    joinAgain(rooms, ana);
    expect(hosts()).toEqual(['Ana']);
  });
});
