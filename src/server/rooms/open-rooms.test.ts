import { expect, test } from 'vitest';
import { limits } from '#protocol/limits.ts';
import {
  createRoom,
  FakeVisitor,
  granted,
  joinBody,
  joinRoom,
  openTestRooms,
  testLink,
} from '../../testing/test-rooms.ts';

test('whoever watches reads the listed rooms with their counts, then every change, collected for a moment', () => {
  const rooms = openTestRooms();
  const garden = createRoom(rooms);
  joinRoom(rooms, garden.roomId, 'Ana');
  const watcher = new FakeVisitor();
  const list = granted(rooms.desk['rooms:watch'](watcher, {}));
  expect(list.rooms.map(({ rules, inside }) => [rules.name, inside])).toEqual([['Garden', 1]]);
  joinRoom(rooms, garden.roomId, 'Ben');
  const cleo = joinRoom(rooms, garden.roomId, 'Cleo');
  expect(watcher.heard('rooms')).toEqual([]);
  rooms.clock.advance(limits.listedChangesMs);
  expect(watcher.heard('rooms')).toMatchObject([{ kind: 'open', room: { inside: 3 } }]);
  cleo.visitor.drop();
  rooms.clock.advance(limits.seatKeptMs + limits.listedChangesMs);
  expect(watcher.heard('rooms').at(-1)).toMatchObject({ kind: 'open', room: { inside: 2 } });
});

test('a room appears when it is made and goes when it closes', () => {
  const rooms = openTestRooms();
  const watcher = new FakeVisitor();
  rooms.desk['rooms:watch'](watcher, {});
  const { roomId } = createRoom(rooms);
  rooms.clock.advance(limits.listedChangesMs);
  rooms.clock.advance(limits.roomEmptyMs + limits.listedChangesMs);
  expect(watcher.heard('rooms')).toMatchObject([
    { kind: 'open', room: { roomId, inside: 0 } },
    { kind: 'closed', roomId },
  ]);
});

test('link rooms are never listed', () => {
  const rooms = openTestRooms();
  const link = testLink('secret');
  const watcher = new FakeVisitor();
  rooms.desk['rooms:watch'](watcher, {});
  const { roomId } = createRoom(rooms, { find: 'link' }, link.proofHash);
  joinRoom(rooms, roomId, 'Ana', { proof: link.proof });
  rooms.clock.advance(limits.roomEmptyMs);
  expect(watcher.told).toEqual([]);
  expect(granted(rooms.desk['rooms:watch'](new FakeVisitor(), {})).rooms).toEqual([]);
});

test('who has joined a room or gone away is told nothing more of the others', () => {
  const rooms = openTestRooms();
  const { roomId } = createRoom(rooms);
  const watcher = new FakeVisitor();
  rooms.desk['rooms:watch'](watcher, {});
  granted(rooms.desk['room:join'](watcher, joinBody(roomId, 'Ben')));
  rooms.openRooms.unwatch(new FakeVisitor());
  createRoom(rooms, { name: 'Library' });
  rooms.clock.advance(limits.listedChangesMs);
  expect(watcher.heard('rooms')).toEqual([]);
  expect(rooms.openRooms.watchers).toBe(0);
});

test('the list is bounded and shows the fullest rooms first', () => {
  const rooms = openTestRooms();
  for (let count = 0; count < limits.listedRoomsShown + 5; count += 1)
    createRoom(rooms, { name: `Room number ${count}` });
  const last = createRoom(rooms, { name: 'Full one' });
  joinRoom(rooms, last.roomId, 'Ana');
  const list = granted(rooms.desk['rooms:watch'](new FakeVisitor(), {}));
  expect(list.rooms).toHaveLength(limits.listedRoomsShown);
  expect(list.rooms[0]?.rules.name).toBe('Full one');
});
