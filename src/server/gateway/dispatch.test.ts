// The gate, row by row: what no page of ours sends and any stranger may. A new event without a sample here does not compile.
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import type { RefusalCode } from '#protocol/errors.ts';
import { type BodyOf, type ClientEvent, type GateRow, gate } from '#protocol/gate.ts';
import { limits } from '#protocol/limits.ts';
import { Empty, parse } from '#protocol/messages.ts';
import {
  createRoom,
  FakeVisitor,
  gardenRules,
  type Inside,
  joinBody,
  joinRoom,
  openTestRooms,
  type TestRooms,
} from '../../testing/test-rooms.ts';
import { Dispatch, refuseAtDoor, type Sender } from './dispatch.ts';
import { Rates } from './rates.ts';

class FakeSender extends FakeVisitor implements Sender {
  readonly address = '192.0.2.1';
  readonly socketId: string;

  constructor(socketId: string) {
    super();
    this.socketId = socketId;
  }
}

const events = Object.keys(gate).filter((event): event is ClientEvent => Object.hasOwn(gate, event));
let rooms: TestRooms;
let dispatch: Dispatch;
let ana: Inside;
/** In the room with Ana; the one who tries things. */
let member: FakeSender;
/** In no room. */
let visitor: FakeSender;
let senders = 0;

beforeEach(() => {
  rooms = openTestRooms();
  dispatch = new Dispatch(rooms.desk, new Rates(1_000));
  ana = joinRoom(rooms, createRoom(rooms).roomId, 'Ana');
  member = newSender();
  rooms.desk['room:join'](member, joinBody(ana.body.roomId, 'Ben'));
  visitor = newSender();
  ana.visitor.told.length = 0;
});

function newSender(): FakeSender {
  senders += 1;
  return new FakeSender(`socket ${senders}`);
}

function senderFor(event: ClientEvent): FakeSender {
  return phasesOf(event).includes('member') ? member : visitor;
}

function phasesOf(event: ClientEvent): readonly string[] {
  return gate[event].phases;
}

/** A body that is let through, for every event. */
function goodBodies(): { readonly [E in ClientEvent]: BodyOf<E> } {
  const to = { to: ana.joined.you, session: ana.body.session };
  return {
    'rooms:watch': {},
    'room:create': { rules: { ...gardenRules, name: 'Library' }, proofHash: null },
    'room:peek': { roomId: ana.body.roomId, proof: null },
    'room:join': joinBody(ana.body.roomId, 'Cleo'),
    'room:sync': {},
    'room:leave': {},
    'me:change': { microphone: 'off' },
    signal: { signals: [{ ...to, signal: { kind: 'offer', attempt: 0, id: 1, sdp: 'v=0' } }] },
    relay: { to: [{ member: to.to, session: to.session, seq: 1 }], body: new Uint8Array([1]) },
    feature: { feature: 'chat', type: 'say', body: {} },
  };
}

async function codeOf(sender: Sender, event: string, ...args: readonly unknown[]): Promise<RefusalCode | 'ok'> {
  const answer = await dispatch.answer(sender, event, args);
  const isRefusal = (one: unknown): one is { ok: false; code: RefusalCode } =>
    typeof one === 'object' && one !== null && 'code' in one;
  return isRefusal(answer) ? answer.code : 'ok';
}

/** Everything that a message could have changed. */
function world(): string {
  const room = rooms.registry.find(ana.body.roomId);
  const view = rooms.desk['room:sync'](ana.visitor, {});
  return JSON.stringify([view, room?.glance(), rooms.registry.size, rooms.openRooms.watchers, ana.visitor.told.length]);
}

async function expectRefused(
  sender: Sender,
  event: string,
  args: readonly unknown[],
  codes: readonly RefusalCode[],
): Promise<void> {
  const before = world();
  expect(codes).toContain(await codeOf(sender, event, ...args));
  expect(world()).toBe(before);
}

describe.each(events)('%s', (event) => {
  test('a good body is let through (or answered by the room itself)', async () => {
    const expected = event === 'feature' ? 'bad-message' : 'ok';
    expect(await codeOf(senderFor(event), event, goodBodies()[event])).toBe(expected);
  });

  test('in the wrong phase it is refused', async () => {
    const other = phasesOf(event).includes('member') ? visitor : member;
    await expectRefused(other, event, [goodBodies()[event]], ['wrong-phase']);
  });

  test('over-long it is refused', async () => {
    const long = { ...goodBodies()[event], padding: 'x'.repeat(gate[event].maxBytes) };
    await expectRefused(senderFor(event), event, [long], ['too-large']);
    await expectRefused(senderFor(event), event, [new Uint8Array(gate[event].maxBytes + 1)], ['too-large']);
  });

  test.each(['from', 'session2', 'sender', 'you', 'isHost', '__proto__', 'constructor', 'prototype'])(
    'with an unknown key %s it is refused',
    async (key) => {
      const forged = { ...goodBodies()[event] };
      // As JSON.parse makes it: an own property, also of the name __proto__.
      Object.defineProperty(forged, key, { value: 'AAAAAAAAAAAAAAAA', enumerable: true });
      await expectRefused(senderFor(event), event, [forged], ['bad-message']);
      expect(Object.keys(Object.prototype)).toEqual([]);
    },
  );

  test.each([
    ['nothing', []],
    ['null', [null]],
    ['a text', ['x']],
    ['a number', [1]],
    ['a list', [[1]]],
    ['two bodies', [{}, {}]],
    ['a function inside', [{ x: () => 1 }]],
    ['bytes', [new Uint8Array([1])]],
  ])('with %s as body it is refused', async (_what, args) => {
    await expectRefused(senderFor(event), event, args, ['bad-message']);
  });

  test('with each part of the body replaced by something else it is refused', async () => {
    for (const broken of brokenVariants(goodBodies()[event])) {
      // Some replacements are still good bodies: what an optional part may be.
      if (parse(gate[event].body, broken).ok) continue;
      const fresh = newSender();
      fresh.seat = senderFor(event).seat;
      await expectRefused(fresh, event, [broken], ['bad-message', 'too-large']);
    }
  });

  test('more often than its rate it is refused, with when to come back', async () => {
    const steady = newSender();
    const { seat } = senderFor(event);
    let answer: unknown;
    for (let count = 0; count < 2_000 && !JSON.stringify(answer ?? '').includes('too-many'); count += 1) {
      steady.seat = seat;
      answer = await dispatch.answer(steady, event, [goodBodies()[event]]);
    }
    expect(answer).toMatchObject({ ok: false, code: 'too-many' });
    expect(answer).toHaveProperty('retryAfterMs');
  });

  test('who keeps sending nonsense under its name is cut off', async () => {
    const flooder = newSender();
    flooder.seat = senderFor(event).seat;
    let sent = 0;
    for (; sent < 10_000 && !flooder.isDisconnected; sent += 1)
      await dispatch.answer(flooder, event, [{ nonsense: sent }]);
    expect(sent).toBeLessThanOrEqual(limits.refusalsPerSocket + 1);
    expect(ana.visitor.isDisconnected).toBe(false);
  });
});

/** The body with one part at a time made something else, at every depth. */
function* brokenVariants(body: unknown): Generator {
  for (const instead of [null, -1, 1.5, Number.MAX_VALUE, '', '\u0000', 'x'.repeat(70_000), [], {}, true])
    yield instead;
  if (typeof body !== 'object' || body === null || body instanceof Uint8Array) return;
  for (const [key, value] of Object.entries(body)) {
    for (const broken of brokenVariants(value)) yield Array.isArray(body) ? [broken] : { ...body, [key]: broken };
    if (!Array.isArray(body)) yield Object.fromEntries(Object.entries(body).filter(([other]) => other !== key));
  }
  if (Array.isArray(body)) yield Array.from({ length: 60 }, (): unknown => body[0]);
}

test.each([
  '',
  'rooms',
  'room:destroy',
  'toString',
  '__proto__',
  'constructor',
  'hasOwnProperty',
  'disconnect',
  'error',
  'x'.repeat(10_000),
])('the unknown event %j is refused', async (event) => {
  await expectRefused(member, event, [{}], ['unknown-event']);
  await expectRefused(visitor, event, [{}], ['unknown-event']);
});

test('an event for hosts is refused to everybody else', () => {
  const row: GateRow = {
    phases: ['member'],
    role: 'host',
    rate: 'change',
    maxBytes: 64,
    body: Empty,
    answer: Empty,
    says: '',
  };
  expect(refuseAtDoor(row, member, [{}])?.code).toBe('not-allowed');
  expect(refuseAtDoor(row, visitor, [{}])?.code).toBe('wrong-phase');
  const { roomId, hostKey } = createRoom(rooms, { name: 'Library' });
  expect(refuseAtDoor(row, joinRoom(rooms, roomId, 'Dan', { hostKey }).visitor, [{}])).toBeNull();
});

test('what is refused is counted by its code', async () => {
  await codeOf(visitor, 'nonsense', {});
  await codeOf(visitor, 'room:leave', {});
  await codeOf(visitor, 'room:peek', {});
  expect([...dispatch.refused].filter(([, count]) => count > 0)).toEqual([
    ['bad-message', 1],
    ['unknown-event', 1],
    ['wrong-phase', 1],
  ]);
});

test('a server that stops refuses everything', async () => {
  dispatch.stop();
  await expectRefused(visitor, 'rooms:watch', [{}], ['server-stopping']);
});

test('nested deeper than anything of ours it is refused, without an exception', async () => {
  let deep: unknown = {};
  for (let depth = 0; depth < 2_000; depth += 1) deep = { a: deep };
  await expectRefused(member, 'feature', [{ feature: 'chat', type: 'say', body: deep }], ['bad-message']);
});

test('whatever is sent: an answer, never an exception, never a change that was not asked for', async () => {
  const name = fc.oneof(fc.constantFrom(...events), fc.string());
  const anything = fc.anything({ withNullPrototype: true, withTypedArray: true, maxDepth: 5 });
  const mutated = fc.tuple(fc.constantFrom(...events), fc.dictionary(fc.string(), fc.jsonValue()));
  const message = fc.oneof(
    fc.tuple(name, anything),
    mutated.map(([event, extra]) => [event, { ...goodBodies()[event], ...extra, padding: 1 }] as const),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(message, { maxLength: 20 }), fc.boolean(), async (messages, isMember) => {
      for (const [event, body] of messages) {
        const sender = newSender();
        sender.seat = isMember ? member.seat : null;
        const before = world();
        const answer = await dispatch.answer(sender, event, [body]);
        if (typeof answer === 'object' && answer !== null && 'ok' in answer && answer.ok === false)
          expect(world()).toBe(before);
        if (member.seat === null) return;
      }
      expect(rooms.broken).toEqual([]);
      expect(Object.keys(Object.prototype)).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test('a body is counted as the bytes that it is', async () => {
  const body = new Uint8Array(limits.fragmentBytes + 256);
  const { to } = goodBodies().relay;
  expect(await codeOf(member, 'relay', { to, body })).toBe('ok');
  expect(await codeOf(member, 'relay', { to, body: new Uint8Array(limits.fragmentBytes + 257) })).toBe('bad-message');
  expect(await codeOf(member, 'relay', { to, body: new Uint8Array(limits.frameBytes) })).toBe('too-large');
});
