// What members say to each other through the server: whom it reaches, and as whose.
import { expect, test } from 'vitest';
import { createRoom, joinAgain, joinBody, joinRoom, openTestRooms } from '../../testing/test-rooms.ts';

test('a signal reaches the named page of the named member alone, stamped with its sender', () => {
  const rooms = openTestRooms();
  const { roomId } = createRoom(rooms);
  const [ana, ben, cleo] = [
    joinRoom(rooms, roomId, 'Ana'),
    joinRoom(rooms, roomId, 'Ben'),
    joinRoom(rooms, roomId, 'Cleo'),
  ];
  const offer = { kind: 'offer', attempt: 0, id: 1, sdp: 'v=0' } as const;
  const send = (to: typeof ben, session = to.body.session) =>
    rooms.desk.signal(ana.visitor, { signals: [{ to: to.joined.you, session, signal: offer }] });
  send(ben);
  expect(ben.visitor.heard('signal')).toEqual([{ from: ana.joined.you, session: ana.body.session, signal: offer }]);
  expect(cleo.visitor.heard('signal')).toEqual([]);
  send(ben, cleo.body.session);
  send(ana);
  expect(ben.visitor.heard('signal')).toHaveLength(1);
  expect(ana.visitor.heard('signal')).toEqual([]);
  const reloaded = joinAgain(rooms, ben, { session: joinBody(roomId, '').session });
  send(ben);
  expect(reloaded.visitor.heard('signal')).toEqual([]);
  send(reloaded);
  expect(reloaded.visitor.heard('signal')).toHaveLength(1);
});

test('nothing crosses from one room into another', () => {
  const rooms = openTestRooms();
  const ana = joinRoom(rooms, createRoom(rooms).roomId, 'Ana');
  const eve = joinRoom(rooms, createRoom(rooms, { name: 'Other' }).roomId, 'Eve');
  const to = { member: ana.joined.you, session: ana.body.session };
  rooms.desk.signal(eve.visitor, {
    signals: [{ to: to.member, session: to.session, signal: { kind: 'offer', attempt: 0, id: 1, sdp: 'v=0' } }],
  });
  rooms.desk.relay(eve.visitor, { to: [{ ...to, seq: 1 }], body: new Uint8Array([1]) });
  expect(ana.visitor.told).toEqual([]);
});

test("a relayed frame reaches each named page once, with its place in that one's sequence; one without a place may be dropped", () => {
  const rooms = openTestRooms();
  const { roomId } = createRoom(rooms);
  const [ana, ben, cleo] = [
    joinRoom(rooms, roomId, 'Ana'),
    joinRoom(rooms, roomId, 'Ben'),
    joinRoom(rooms, roomId, 'Cleo'),
  ];
  const body = new Uint8Array([1, 2, 3]);
  const to = [ben, cleo, ben, ben, ana].map(({ joined, body: { session } }, index) => ({
    member: joined.you,
    session,
    seq: index + 4,
  }));
  rooms.desk.relay(ana.visitor, { to, body });
  rooms.desk.relay(ana.visitor, { to: [{ member: ben.joined.you, session: ben.body.session, seq: 0 }], body });
  const stamped = { from: ana.joined.you, session: ana.body.session, body };
  expect(ben.visitor.heard('relayed')).toEqual([
    { ...stamped, seq: 4 },
    { ...stamped, seq: 0 },
  ]);
  expect(ben.visitor.told.filter(({ fact }) => fact === 'relayed').map(({ isLossy }) => isLossy)).toEqual([
    false,
    true,
  ]);
  expect(cleo.visitor.heard('relayed')).toEqual([{ ...stamped, seq: 5 }]);
  expect(ana.visitor.heard('relayed')).toEqual([]);
});

test('own devices change for everybody; saying the same again says nothing', () => {
  const rooms = openTestRooms();
  const { roomId } = createRoom(rooms);
  const [ana, ben] = [joinRoom(rooms, roomId, 'Ana'), joinRoom(rooms, roomId, 'Ben')];
  rooms.desk['me:change'](ana.visitor, { microphone: 'off' });
  rooms.desk['me:change'](ana.visitor, { microphone: 'off' });
  rooms.desk['me:change'](ana.visitor, {});
  expect(ben.visitor.heard('roster')).toHaveLength(1);
  expect(ben.visitor.heard('roster')[0]?.change).toMatchObject({
    kind: 'changed',
    member: { microphone: 'off', camera: 'on' },
  });
});
