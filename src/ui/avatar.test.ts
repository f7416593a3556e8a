import { expect, test } from 'vitest';
import { hueOf, initials } from './avatar.tsx';

test('a Hangul name is called by its last two syllables', () => {
  expect(initials('한지연')).toBe('지연');
  expect(initials('민아')).toBe('민아');
  expect(initials('남궁지연')).toBe('지연');
});

test('several words give their initials, one word its beginning', () => {
  expect(initials('Hyunwoo Kim')).toBe('HK');
  expect(initials('Ada King Lovelace')).toBe('AL');
  expect(initials('tomas')).toBe('TO');
});

test('an emoji of several code points stays whole', () => {
  expect(initials('👩‍👩‍👧 family')).toBe('👩‍👩‍👧F');
  expect(initials('')).toBe('');
});

test('a name keeps its colour, however it is composed', () => {
  expect(hueOf('한지연')).toBe(hueOf('한지연'.normalize('NFD')));
  expect(hueOf('Mina')).toMatch(/^var\(--avatar-[1-8]\)$/);
});
