import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createAnnouncer, type Saying, withSaying } from './announcer.ts';

function phrase(saying: Saying): string {
  return saying.kind === 'text' ? saying.text : `${saying.kind} ${saying.names.join('+')}`;
}

const text = (words: string): Saying => ({ kind: 'text', text: words });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('two sentences are said half a second apart, none is swallowed', () => {
  const { say, regions } = createAnnouncer(phrase);
  say(text('one'), 'polite');
  say(text('two'), 'polite');
  expect(regions.polite.value).toBe('one');
  vi.advanceTimersByTime(499);
  expect(regions.polite.value).toBe('one');
  vi.advanceTimersByTime(1);
  expect(regions.polite.value).toBe('two');
});

test('people who come while something is being said are told together', () => {
  const { say, regions } = createAnnouncer(phrase);
  say(text('hello'), 'polite');
  for (const name of ['Mina', 'Jiyeon', 'Mina', 'Tomas']) say({ kind: 'joined', names: [name] }, 'polite');
  vi.advanceTimersByTime(500);
  expect(regions.polite.value).toBe('joined Mina+Jiyeon+Tomas');
});

test('comings and goings are not mixed', () => {
  const queue = [{ kind: 'joined', names: ['Mina'] } as const];
  expect(withSaying(queue, { kind: 'left', names: ['Mina'] })).toHaveLength(2);
});

test('what is urgent does not wait behind what is polite', () => {
  const { say, regions } = createAnnouncer(phrase);
  say(text('one'), 'polite');
  say(text('two'), 'polite');
  say(text('Reconnecting'), 'urgent');
  expect(regions.urgent.value).toBe('Reconnecting');
});

test('the same sentence later is heard again', () => {
  const { say, regions } = createAnnouncer(phrase);
  say(text('Reconnecting'), 'urgent');
  const first = regions.urgent.value;
  vi.advanceTimersByTime(1_000);
  say(text('Reconnecting'), 'urgent');
  expect(regions.urgent.value).not.toBe(first);
  expect(regions.urgent.value.trim()).toBe('Reconnecting');
});

test('a flood keeps the newest twenty and repeats nothing', () => {
  let queue: readonly Saying[] = [];
  for (let index = 0; index < 100; index += 1) {
    queue = withSaying(queue, text(`${index}`));
    queue = withSaying(queue, text(`${index}`));
  }
  expect(queue).toHaveLength(20);
  expect(queue.at(-1)).toEqual(text('99'));
});
