import { expect, test } from 'vitest';
import { cleanName, nameProblem } from './names.ts';

test('a name is 1 to 24 graphemes, however many code points they take', () => {
  expect(nameProblem('')).toBe('empty');
  expect(nameProblem('   ')).toBe('empty');
  expect(nameProblem('가'.repeat(24).normalize('NFD'))).toBeNull();
  expect(nameProblem('가'.repeat(25))).toBe('tooLong');
  expect(nameProblem('👩‍👩‍👧‍👦'.repeat(5))).toBeNull();
});

test.each(['Mi\u202ena', 'Mi\u200bna', 'Mina\u0007', '\u2066Mina'])(
  'a name with what cannot be seen is refused: %j',
  (name) => {
    expect(nameProblem(name)).toBe('hidden');
  },
);

test('spaces are made one and ends are trimmed', () => {
  expect(cleanName('  Mina   Kim ')).toBe('Mina Kim');
});
