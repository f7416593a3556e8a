import * as v from 'valibot';
import { expect, test } from 'vitest';
import type { ServerFeature } from '#contract';
import type { MemberId } from '#protocol/ids.ts';
import { limits } from '#protocol/limits.ts';
import { createRoom, FakeVisitor, joinAgain, joinBody, joinRoom, openTestRooms } from '../../testing/test-rooms.ts';
import { seatFeature } from './feature-seat.ts';

// A coin that a host may toss: who calls wrong pays; what a member has called is a secret until it falls.
const toRoom = v.variant('type', [
  v.strictObject({ type: v.literal('call'), body: v.strictObject({ side: v.picklist(['heads', 'tails']) }) }),
  v.strictObject({ type: v.literal('toss'), body: v.strictObject({}) }),
  v.strictObject({ type: v.literal('explode'), body: v.strictObject({}) }),
]);
type Command = v.InferOutput<typeof toRoom>;

interface Coin {
  readonly calls: ReadonlyMap<MemberId, 'heads' | 'tails'>;
  readonly fell: 'heads' | 'tails' | null;
  readonly tossedAtMs: number | null;
}

const fallMs = 2_000;

const coin: ServerFeature<Coin, Command> = {
  name: 'coin',
  toRoom,
  initial: () => ({ calls: new Map(), fell: null, tossedAtMs: null }),
  authorise: (_state, command, from) => (command.type === 'toss' && !from.isHost ? 'not-allowed' : null),
  reduce(state, event, { nowMs, random }) {
    switch (event.kind) {
      case 'joined':
        return { state };
      case 'left':
        return { state: { ...state, calls: new Map([...state.calls].filter(([id]) => id !== event.member.id)) } };
      case 'woke':
        return { state: { ...state, fell: random() < 0.5 ? 'heads' : 'tails' } };
      case 'command':
        if (event.command.type === 'explode') throw new Error('a bug');
        if (event.command.type === 'toss') return { state: { ...state, tossedAtMs: nowMs }, wakeAtMs: nowMs + fallMs };
        return { state: { ...state, calls: new Map([...state.calls, [event.from.id, event.command.body.side]]) } };
    }
  },
  announce(before, after, cause) {
    if (before.fell !== after.fell) return [{ to: 'everybody', type: 'fell', body: { side: after.fell } }];
    if (cause.kind === 'command' && cause.command.type === 'call')
      return [{ to: cause.from.id, type: 'called', body: {} }];
    return [];
  },
  viewFor: (state, member) => ({
    calls: state.calls.size,
    yours: state.calls.get(member.id) ?? null,
    fell: state.fell,
  }),
};

function table() {
  const rooms = openTestRooms({ features: [seatFeature(coin)] });
  const { roomId, hostKey } = createRoom(rooms);
  const ana = joinRoom(rooms, roomId, 'Ana', { hostKey });
  const ben = joinRoom(rooms, roomId, 'Ben');
  const say = (who: { visitor: FakeVisitor }, type: string, body: unknown) =>
    rooms.desk.feature(who.visitor, { feature: 'coin', type, body });
  return { rooms, roomId, ana, ben, say };
}

test('a command goes to the referee; its announcements to whom they are for, and to each member its own view', () => {
  const { ana, ben, say } = table();
  expect(ben.joined.features).toEqual({ coin: { calls: 0, yours: null, fell: null } });
  expect(say(ben, 'call', { side: 'heads' })).toEqual({ ok: true });
  expect(ben.visitor.heard('feature')).toEqual([
    { feature: 'coin', type: 'called', body: {} },
    { feature: 'coin', type: 'view', body: { calls: 1, yours: 'heads', fell: null } },
  ]);
  expect(ana.visitor.heard('feature')).toEqual([
    { feature: 'coin', type: 'view', body: { calls: 1, yours: null, fell: null } },
  ]);
});

test('a view that has not changed is not sent again', () => {
  const { ana, ben, say } = table();
  say(ben, 'call', { side: 'heads' });
  say(ben, 'call', { side: 'heads' });
  expect(ana.visitor.heard('feature')).toHaveLength(1);
});

test.each([
  ['unknown feature', { feature: 'dice', type: 'call', body: { side: 'heads' } }, 'bad-message'],
  ['unknown command', { feature: 'coin', type: 'steal', body: {} }, 'bad-message'],
  ['malformed body', { feature: 'coin', type: 'call', body: { side: 'edge' } }, 'bad-message'],
  ['unknown key', { feature: 'coin', type: 'call', body: { side: 'heads', from: 'x' } }, 'bad-message'],
  ['not a host', { feature: 'coin', type: 'toss', body: {} }, 'not-allowed'],
] as const)('%s: refused, nobody is told', (_what, command, code) => {
  const { rooms, ana, ben } = table();
  expect(rooms.desk.feature(ben.visitor, command)).toEqual({ ok: false, code });
  expect([...ana.visitor.heard('feature'), ...ben.visitor.heard('feature')]).toEqual([]);
  expect(rooms.broken).toEqual([]);
});

test('a feature is woken when it asked to be, and not once the room is gone', () => {
  const { rooms, ana, ben, say } = table();
  say(ana, 'toss', {});
  rooms.clock.advance(fallMs - 1);
  expect(ben.visitor.heard('feature')).toEqual([]);
  rooms.clock.advance(1);
  expect(ben.visitor.heard('feature')[0]).toMatchObject({ type: 'fell' });
  say(ana, 'toss', {});
  rooms.desk['room:leave'](ana.visitor, {});
  rooms.desk['room:leave'](ben.visitor, {});
  rooms.clock.advance(limits.roomEmptyMs + fallMs);
  expect(rooms.clock.pending()).toBe(0);
});

test('a late joiner, a reload and a sync read the state as that member may see it', () => {
  const { rooms, roomId, ben, say } = table();
  say(ben, 'call', { side: 'tails' });
  expect(joinRoom(rooms, roomId, 'Cleo').joined.features).toEqual({ coin: { calls: 1, yours: null, fell: null } });
  const back = joinAgain(rooms, ben);
  expect(back.joined.features).toEqual({ coin: { calls: 1, yours: 'tails', fell: null } });
  expect(rooms.desk['room:sync'](back.visitor, {})).toMatchObject({ features: { coin: { yours: 'tails' } } });
});

test('a feature that throws closes its room and no other', () => {
  const { rooms, roomId, ana, ben, say } = table();
  const other = joinRoom(rooms, createRoom(rooms, { name: 'Library' }).roomId, 'Dan');
  expect(() => say(ben, 'explode', {})).toThrow('a bug');
  expect(rooms.broken).toHaveLength(1);
  expect([ana.visitor.isDisconnected, ben.visitor.isDisconnected]).toEqual([true, true]);
  expect(rooms.registry.find(roomId)).toBeUndefined();
  expect(
    rooms.desk['room:join'](new FakeVisitor(), { ...joinBody(roomId, 'Ana'), resumeToken: ana.joined.resumeToken }),
  ).toEqual({
    ok: false,
    code: 'room-not-found',
  });
  expect(rooms.desk['me:change'](other.visitor, { microphone: 'off' })).toEqual({ ok: true });
  expect(other.visitor.isDisconnected).toBe(false);
});

test('a feature that always wants to be woken is woken twenty times a second, not without end', () => {
  let wakes = 0;
  const restless: ServerFeature<number, Command> = {
    ...coin,
    initial: () => 0,
    authorise: () => null,
    reduce: (state, event, { nowMs }) => {
      if (event.kind === 'woke') wakes += 1;
      return { state: state + 1, wakeAtMs: nowMs };
    },
    announce: () => [],
    viewFor: () => null,
  };
  const rooms = openTestRooms({ features: [seatFeature(restless)] });
  joinRoom(rooms, createRoom(rooms).roomId, 'Ana');
  rooms.clock.advance(1_000);
  expect(wakes).toBe(1_000 / limits.featureWakeMs);
});
