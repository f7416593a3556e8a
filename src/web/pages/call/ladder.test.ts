import { expect, test } from 'vitest';
import { rungOf, type Trouble } from './ladder.ts';

const well: Trouble = { serverAwayMs: null, mediaAwayMs: null, isMediaAlive: true, retryInMs: null };

test('a short gap is not worth a word', () => {
  expect(rungOf(well).kind).toBe('none');
  expect(rungOf({ ...well, serverAwayMs: 2_900, mediaAwayMs: 2_900, isMediaAlive: false }).kind).toBe('none');
});

test('after 3 s a line says so, after 20 s a dialog asks', () => {
  const away = { serverAwayMs: 3_000, mediaAwayMs: 3_000, isMediaAlive: false, retryInMs: 7_200 };
  expect(rungOf(away).kind).toBe('reconnecting');
  expect(rungOf({ ...away, serverAwayMs: 19_999 }).kind).toBe('reconnecting');
  expect(rungOf({ ...away, serverAwayMs: 20_000 })).toEqual({ kind: 'lost', retryInSeconds: 8 });
  expect(rungOf({ ...away, serverAwayMs: 20_000, retryInMs: null })).toEqual({ kind: 'lost', retryInSeconds: null });
});

test('a call that goes on without the server is never covered by a dialog', () => {
  expect(rungOf({ ...well, serverAwayMs: 600_000 }).kind).toBe('server-away');
});

test('silence from the others with the server there is a line, not a dialog', () => {
  expect(rungOf({ ...well, isMediaAlive: false, mediaAwayMs: 60_000 }).kind).toBe('reconnecting');
});

test('alone and without the server is told too', () => {
  expect(rungOf({ ...well, isMediaAlive: false, serverAwayMs: 4_000 }).kind).toBe('reconnecting');
});
