import { expect, test } from 'vitest';
import type { FeatureMember } from '#contract';
import type { MemberId } from '#protocol/ids.ts';
import { initial } from './model.ts';
import { tally } from './server.ts';

const host: FeatureMember = { id: 'h'.repeat(16) as MemberId, name: 'Hana', isHost: true };
const member: FeatureMember = { id: 'm'.repeat(16) as MemberId, name: 'Mina', isHost: false };

test('everybody may add, only a host may reset', () => {
  const reset = { type: 'reset', body: { id: '1' } } as const;
  expect(tally.authorise(initial(), { type: 'add', body: { id: '1', amount: 1 } }, member)).toBeNull();
  expect(tally.authorise(initial(), reset, member)).toBe('not-allowed');
  expect(tally.authorise(initial(), reset, host)).toBeNull();
});

test('an addition is announced to everybody once, a repeated one to nobody', () => {
  const cause = { kind: 'command', from: member, command: { type: 'add', body: { id: '1', amount: 2 } } } as const;
  const before = initial();
  const { state } = tally.reduce(before, cause, { nowMs: 0, random: () => 0, members: [member] });
  expect(tally.announce(before, state, cause)).toEqual([
    { to: 'everybody', type: 'added', body: { by: member.id, amount: 2 } },
  ]);
  expect(tally.announce(state, state, cause)).toEqual([]);
});
