import { expect, test } from 'vitest';
import { hear, loudness, startHearing } from './loudness.ts';

const voice = 0.02;
const fan = 0.001;

function hearing(pattern: readonly (readonly [level: number, forMs: number])[]): string {
  let nowMs = 0;
  let state = startHearing(nowMs);
  for (const [level, forMs] of pattern) {
    for (let ms = 0; ms <= forMs; ms += 50) {
      nowMs += 50;
      state = hear(state, level, nowMs);
    }
  }
  return state.hearing;
}

test('"We can hear you" after a second of voice, also with the holes that speech has', () => {
  expect(hearing([[voice, 900]])).toBe('listening');
  expect(hearing([[voice, 1_100]])).toBe('heard');
  expect(
    hearing([
      [voice, 500],
      [fan, 200],
      [voice, 500],
    ]),
  ).toBe('heard');
  expect(
    hearing([
      [voice, 500],
      [fan, 2_000],
      [voice, 500],
    ]),
  ).toBe('listening');
});

test('"No sound yet" after six seconds, a fan is none, and a voice takes it back', () => {
  expect(hearing([[fan, 5_500]])).toBe('listening');
  expect(hearing([[fan, 6_500]])).toBe('silent');
  expect(
    hearing([
      [0, 7_000],
      [voice, 1_100],
    ]),
  ).toBe('heard');
});

test('the meter goes by loudness, from silence to full', () => {
  expect(loudness(0)).toBe(0);
  expect(loudness(0.001)).toBeCloseTo(0);
  expect(loudness(0.0316)).toBeCloseTo(0.6, 1);
  expect(loudness(1)).toBe(1);
});
