import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FeatureContext, FeatureMember } from '#contract';
import type { MemberId } from '#protocol/ids.ts';
import { amountMax, type TallyCommand } from './messages.ts';
import { initial, reduce, type Tally, totalMax, viewFor } from './model.ts';

const context: FeatureContext = { nowMs: 0, random: () => 0, members: [] };
const mina: FeatureMember = { id: 'm'.repeat(16) as MemberId, name: 'Mina', isHost: true };
const jun: FeatureMember = { id: 'j'.repeat(16) as MemberId, name: 'Jun', isHost: false };

function obeyed(state: Tally, from: FeatureMember, command: TallyCommand): Tally {
  return reduce(state, { kind: 'command', from, command }, context).state;
}

function add(id: string, amount: number): TallyCommand {
  return { type: 'add', body: { id, amount } };
}

test('everybody sees the same total and an own share', () => {
  const state = obeyed(obeyed(initial(), mina, add('1', 3)), jun, add('2', 2));
  expect([viewFor(state, mina), viewFor(state, jun)]).toEqual([
    { total: 5, mine: 3 },
    { total: 5, mine: 2 },
  ]);
});

test('a command that is sent again counts once', () => {
  expect(viewFor(obeyed(obeyed(initial(), mina, add('1', 3)), mina, add('1', 3)), mina).total).toBe(3);
});

test('whoever leaves takes the share along and leaves the total', () => {
  const { state } = reduce(obeyed(initial(), jun, add('1', 3)), { kind: 'left', member: jun }, context);
  expect(viewFor(state, jun)).toEqual({ total: 3, mine: 0 });
});

test('a reset is zero for all', () => {
  expect(viewFor(obeyed(obeyed(initial(), jun, add('1', 3)), mina, { type: 'reset', body: { id: '2' } }), jun)).toEqual(
    {
      total: 0,
      mine: 0,
    },
  );
});

test('the total stays under its bound and what is remembered too', () => {
  const command = fc.record({ id: fc.string({ maxLength: 3 }), amount: fc.integer({ min: 1, max: amountMax }) });
  fc.assert(
    fc.property(fc.array(command, { maxLength: 200 }), (commands) => {
      const start: Tally = { ...initial(), total: totalMax - 100 };
      const state = commands.reduce((before, { id, amount }) => obeyed(before, mina, add(id, amount)), start);
      expect(state.total).toBeLessThanOrEqual(totalMax);
      expect(state.done.length).toBeLessThanOrEqual(64);
    }),
  );
});
