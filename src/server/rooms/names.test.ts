import fc from 'fast-check';
import { expect, test } from 'vitest';
import { limits } from '#protocol/limits.ts';
import { nameKeys, readName, readRoomName, uniqueName } from './names.ts';

test('the second Mina becomes "Mina 2", the third "Mina 3"', () => {
  expect(uniqueName('Mina', [])).toBe('Mina');
  expect(uniqueName('Mina', ['Mina'])).toBe('Mina 2');
  expect(uniqueName('Mina', ['Mina', 'Mina 2'])).toBe('Mina 3');
  expect(uniqueName('Mina', ['Mina', 'Mina2'])).toBe('Mina 3');
  expect(uniqueName('Jun', ['Mina'])).toBe('Jun');
});

const spoofsOfMina = [
  'mina',
  'MINA',
  'mInA',
  'M\u0456na',
  '\u041cina',
  'Min\u0430',
  '\u041c\u0456n\u0430',
  'M\u0131na',
  'M1na',
  'Mlna',
  'M|na',
  'MIna',
  'M\u0406na',
  'M\u04cfna',
  'M\u03b9na',
  '\u039cina',
  'Min\u03b1',
  'Min\u0251',
  '\uff2d\uff49\uff4e\uff41',
  '\u{1d40c}\u{1d422}\u{1d427}\u{1d41a}',
  '\u24c2\u24d8\u24dd\u24d0',
  '\u{1f17c}ina',
  'Mi na',
  'M i n a',
  'Mi\u00a0na',
  'Mi\u200bna',
  'Mi\u200dna',
  'Mi\u2060na',
  '\u202eMina',
  'Mina\u200e',
  'Mi\u00adna',
  'Mi\u034fna',
  'Mi\u3164na',
  'Mina\ufe0f',
  'M\u00edna',
  'Mi\u0323na',
  'Mi\u0307na',
  'rnina',
  'Mi\u0578a',
  'M\uff49na',
  '\u13b7ina',
  'M\u3163na',
  'Mi\u{e0061}na',
  'Min\u{e0100}a',
  '\u1d0d\u026a\u0274\u1d00',
] as const;

test('forty-five ways to look like Mina all get a number', () => {
  const names: string[] = ['Mina'];
  for (const spoof of spoofsOfMina) {
    const name = readName(spoof);
    if (name === null) throw new Error(`not a name: ${JSON.stringify(spoof)}`);
    names.push(uniqueName(name, names));
  }
  expect(spoofsOfMina.length).toBeGreaterThanOrEqual(40);
  const numbered = names.slice(1).filter((name) => !/ \d+$/u.test(name));
  expect(numbered).toEqual([]);
  const spellings = names.map((name) => nameKeys(name)[0]);
  const looks = names.map((name) => nameKeys(name)[1]);
  expect(new Set(spellings).size).toBe(names.length);
  expect(new Set(looks).size).toBe(names.length);
});

test.each([
  ['\uae40\ubbfc\uc9c0', '\u1100\u1175\u11b7\u1106\u1175\u11ab\u110c\u1175'],
  ['\uae40\ubbfc\uc9c0', '\uae40 \ubbfc\uc9c0'],
  ['\u041c\u0430\u0440\u0438\u044f', '\u043c\u0430\u0440\u0438\u044f'],
  ['\u039c\u0397\u039d\u0391', '\u03bc\u03b7\u03bd\u03b1'],
  ['Stra\u00dfe', 'STRASSE'],
  ['O\u2019Brien', "O'Brien"],
  ['Bob-Ann', 'Bob\u2013Ann'],
  ['\u30ed\u30ed', '\u53e3\u53e3'],
  ['Anna', 'A\ua4e0\ua4e0a'],
])('%s and %s are the same to a reader', (one, other) => {
  const name = readName(other);
  expect(name).not.toBeNull();
  expect(uniqueName(name ?? '', [one])).toMatch(/ 2$/u);
});

test.each([
  ['\uae40\ubbfc\uc9c0', '\uae40\ubbfc\uc218'],
  ['Jun', 'June'],
  ['\u304c', '\u304b'],
  ['Bob', 'Rob'],
  ['\ud83d\ude00', '\ud83d\ude01'],
])('%s and %s are two names', (one, other) => {
  expect(uniqueName(other, [one])).toBe(other);
});

test('a name is trimmed, composed and freed of what cannot be seen', () => {
  expect(readName('  Jo\u0308rg   M\u0000\u202eller\n')).toBe('J\u00f6rg Mller');
  expect(readName('\u0627\u0644\u200f\u0639\u200c\u0631')).toBe('\u0627\u0644\u0639\u0631');
  expect(readName('a\ud800b')).toBe('ab');
  expect(readName('Z\u0323\u0301\u0302\u0303\u0304\u0305\u0306\u0307')?.length).toBeLessThanOrEqual(5);
});

test('pictures of several parts stay whole and count as one', () => {
  const family = '\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67';
  expect(readName(`${family} Kim`)).toBe(`${family} Kim`);
  expect(readName('\u2764\ufe0f')).toBe('\u2764\ufe0f');
  expect(readName('\ud83d\ude00'.repeat(24))).not.toBeNull();
  expect(readName('\ud83d\ude00'.repeat(25))).toBeNull();
});

test.each([
  '',
  '   ',
  '\u200b\u200d',
  '\u3164',
  '\u2800',
  '\u0000\u0007',
  '\u{e0061}',
  'x'.repeat(25),
  `${'e\u0301\u0302\u0303'.repeat(24)}x`,
])('nothing readable, or too much, is no name: %j', (typed) => {
  expect(readName(typed)).toBeNull();
});

test("a room's name has its own length", () => {
  expect(readRoomName(`  ${'x'.repeat(60)} `)).toBe('x'.repeat(60));
  expect(readRoomName('x'.repeat(61))).toBeNull();
  expect(readRoomName('\u202e\u200b ')).toBeNull();
});

test('whatever is typed: no unseen character is left, reading twice changes nothing, fifty of the same are told apart', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: limits.nameChars }), (typed) => {
      const name = readName(typed);
      if (name === null) return;
      expect(name).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069]/u);
      expect(readName(name)).toBe(name);
      const names: string[] = [];
      for (let count = 0; count < 5; count += 1) names.push(uniqueName(name, names));
      expect(new Set(names.map((one) => nameKeys(one)[1])).size).toBe(5);
    }),
  );
});
