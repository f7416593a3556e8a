import { expect, test } from 'vitest';
import { parse } from '#protocol/messages.ts';
import { Cheer, TallyCommand, TallyFact } from './messages.ts';

const by = 'A'.repeat(16);

test.each([
  ['add', { type: 'add', body: { id: 'a', amount: 10 } }],
  ['reset', { type: 'reset', body: { id: 'a' } }],
])('%s is understood', (_, command) => {
  expect(parse(TallyCommand, command)).toEqual({ ok: true, value: command });
});

test.each([
  ['nothing at all', null],
  ['an unknown command', { type: 'set', body: { id: 'a', total: 9 } }],
  ['more than ten at once', { type: 'add', body: { id: 'a', amount: 11 } }],
  ['less than one', { type: 'add', body: { id: 'a', amount: 0 } }],
  ['half a count', { type: 'add', body: { id: 'a', amount: 1.5 } }],
  ['an id over its bound', { type: 'reset', body: { id: 'a'.repeat(41) } }],
  ['a forged sender', { type: 'add', body: { id: 'a', amount: 1, from: by } }],
])('%s is refused', (_, command) => {
  expect(parse(TallyCommand, command).ok).toBe(false);
});

test('facts and cheers are read, and nothing else for them', () => {
  expect(parse(TallyFact, { type: 'added', body: { by, amount: 1 } }).ok).toBe(true);
  expect(parse(TallyFact, { type: 'view', body: { total: 3, mine: -1 } }).ok).toBe(false);
  expect(parse(Cheer, { cheer: 'clap' }).ok).toBe(true);
  expect(parse(Cheer, { cheer: '<b>' }).ok).toBe(false);
});
