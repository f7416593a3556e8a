// Any order of people coming, going, dropping and returning, in three rooms: what must be true of every one of them.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { limits } from '#protocol/limits.ts';
import type { Member } from '#protocol/session.ts';
import {
  createRoom,
  FakeVisitor,
  granted,
  type Inside,
  joinAgain,
  joinBody,
  openTestRooms,
} from '../../testing/test-rooms.ts';
import { nameKeys } from './names.ts';

interface Page extends Inside {
  /** What this page believes, by its answer and the facts since. */
  members: readonly Member[];
  version: number;
  read: number;
}

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('join' as const),
      room: fc.nat(2),
      name: fc.constantFrom('Mina', 'mina ', 'M\u0456na', 'Jun', 'Bo'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('drop' as const, 'leave' as const, 'again' as const, 'mute' as const, 'away' as const),
      who: fc.nat(30),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(1, 1_000, 15_000, 60_000) }),
  },
);

test('rosters agree with the server, no two names look alike, seats are never exceeded, nothing is left at the end', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const rooms = openTestRooms();
      const made = ['One', 'Two', 'Three'].map((name) => createRoom(rooms, { name, seats: 3 }));
      const pages: Page[] = [];
      for (const now of steps) {
        if (now.do === 'wait') rooms.clock.advance(now.ms);
        else if (now.do === 'join') {
          const { roomId, hostKey } = made[now.room] ?? { roomId: undefined, hostKey: null };
          if (roomId === undefined) continue;
          const visitor = new FakeVisitor();
          const body = joinBody(roomId, now.name, { hostKey: now.name === 'Jun' ? hostKey : null });
          const joined = rooms.desk['room:join'](visitor, body);
          if (joined.ok) pages.push(pageOf({ visitor, body, joined }));
        } else {
          const page = pages[now.who];
          if (page === undefined || page.visitor.seat === null) continue;
          if (now.do === 'drop') page.visitor.drop();
          else if (now.do === 'leave') rooms.desk['room:leave'](page.visitor, {});
          else if (now.do === 'mute') rooms.desk['me:change'](page.visitor, { microphone: 'off' });
          else if (now.do === 'away') rooms.desk['me:change'](page.visitor, { presence: 'away' });
          else pages.push(pageOf(joinAgain(rooms, page, { session: joinBody(page.body.roomId, '').session })));
        }
        for (const page of pages) checkPage(rooms.desk, page);
      }
      expect(rooms.broken).toEqual([]);
      for (const page of pages) page.visitor.drop();
      rooms.clock.advance(limits.seatKeptMs + limits.roomEmptyMs);
      expect([rooms.registry.size, rooms.clock.pending()]).toEqual([0, 0]);
    }),
    { numRuns: 150 },
  );
});

function pageOf(inside: Inside): Page {
  return { ...inside, members: inside.joined.room.members, version: inside.joined.room.version, read: 0 };
}

function checkPage(desk: ReturnType<typeof openTestRooms>['desk'], page: Page): void {
  const facts = page.visitor.heard('roster');
  for (const { version, change } of facts.slice(page.read)) {
    expect(version).toBe(page.version + 1);
    page.version = version;
    if (change.kind === 'left') page.members = page.members.filter(({ id }) => id !== change.id);
    else page.members = [...page.members.filter(({ id }) => id !== change.member.id), change.member];
  }
  page.read = facts.length;
  if (page.visitor.seat === null) return;
  const { members, rules } = granted(desk['room:sync'](page.visitor, {})).room;
  const byId = (all: readonly Member[]) => all.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  expect(byId(page.members)).toEqual(byId(members));
  expect(members.length).toBeLessThanOrEqual(rules.seats);
  expect(new Set(members.map(({ name }) => nameKeys(name)[1])).size).toBe(members.length);
  expect(members.map(({ joinedAtMs }) => joinedAtMs)).toEqual(
    members.map(({ joinedAtMs }) => joinedAtMs).toSorted((a, b) => a - b),
  );
}
