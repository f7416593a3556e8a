import fc from 'fast-check';
import { expect, test } from 'vitest';
import { limits } from '#protocol/limits.ts';
import { parse } from '#protocol/messages.ts';
import { ChatMessage, graphemesUpTo } from './messages.ts';

const family = '👨‍👩‍👧‍👦';

test.each([
  ['a word', 'hello'],
  ['Korean', '안녕하세요'],
  ['several lines', 'one\n\ntwo'],
  ['as many graphemes as there may be', '가'.repeat(limits.chatGraphemes)],
  ['markup, which is only text', '<img src=x onerror=alert(1)>'],
])('%s is taken', (_, text) => {
  expect(parse(ChatMessage, { id: 'a', text }).ok).toBe(true);
});

test.each([
  ['nothing', { id: 'a', text: '' }],
  ['only space', { id: 'a', text: ' \n\t ' }],
  ['one grapheme too many', { id: 'a', text: '가'.repeat(limits.chatGraphemes + 1) }],
  ['few graphemes of endless joiners', { id: 'a', text: `a${'\u0301'.repeat(limits.chatChars)}` }],
  ['an id over its bound', { id: 'a'.repeat(41), text: 'x' }],
  ['an id that is no word', { id: 'a b', text: 'x' }],
  ['a forged writer', { id: 'a', text: 'x', from: 'somebody' }],
  ['a forged time', { id: 'a', text: 'x', atMs: 0 }],
  ['no text', { id: 'a' }],
  ['a text that is none', { id: 'a', text: ['x'] }],
])('%s is refused', (_, message) => {
  expect(parse(ChatMessage, message).ok).toBe(false);
});

test('whatever comes is taken or refused, and never throws', () => {
  fc.assert(
    fc.property(fc.anything(), (message) => {
      parse(ChatMessage, message);
    }),
    { numRuns: 500 },
  );
});

test('a family is one character, and counting stops soon after the bound', () => {
  expect(graphemesUpTo(family.repeat(3), 10)).toBe(3);
  expect(graphemesUpTo('x'.repeat(100), 10)).toBe(11);
});
