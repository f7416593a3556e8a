// What a name may be and when two names are the same to a reader. Pure; names carry no rights.
import { limits } from '#protocol/limits.ts';
import { lookOfText } from './look-alikes.ts';

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/**
 * A person's name as it will be shown: NFC, one space between words, no control, bidi or invisible characters.
 * Null when nothing readable is left or when it is longer than 24 graphemes.
 */
export function readName(typed: string): string | null {
  const name = readable(typed);
  return name !== '' && name.length <= limits.nameChars && graphemeCount(name) <= limits.nameGraphemes ? name : null;
}

/** A room's name by the same rules, up to 60 characters. */
export function readRoomName(typed: string): string | null {
  const name = readable(typed);
  return name !== '' && name.length <= limits.roomNameChars ? name : null;
}

/** `name`, or with the first number behind it that no name of `taken` can be confused with. */
export function uniqueName(name: string, taken: readonly string[]): string {
  const keys = new Set(taken.flatMap(nameKeys));
  let unique = name;
  for (let number = 2; nameKeys(unique).some((key) => keys.has(key)); number += 1) unique = `${name} ${number}`;
  return unique;
}

/** Two names that share a key are the same to a reader: one key by spelling, one by look. */
export function nameKeys(name: string): readonly [string, string] {
  const seen = name.replace(unseen, '').replaceAll(emojiStyle, '');
  return [withoutSpaces(seen.normalize('NFKC').toUpperCase().toLowerCase()), withoutSpaces(lookOfText(seen))];
}

function withoutSpaces(text: string): string {
  return text.replace(/\s/gu, '');
}

function readable(typed: string): string {
  return typed
    .normalize('NFC')
    .replace(/\p{Zl}|\p{Zp}|\p{Zs}|[\t\n\r\u2800]/gu, ' ')
    .replace(joinerOutsideEmoji, '')
    .replace(unseen, (character) => (character === zeroWidthJoiner ? character : ''))
    .replace(styleOutsideEmoji, '')
    .replace(tooManyMarks, '$1')
    .replace(/ {2,}/gu, ' ')
    .trim()
    .normalize('NFC');
}

const zeroWidthJoiner = '\u200d';

/** The joiner makes one picture of several; anywhere else it only makes two equal names differ. */
const joinerOutsideEmoji =
  /(?<!\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f)\u200d|\u200d(?!\p{Extended_Pictographic})/gu;

/** Asks for the coloured form of a sign; behind a letter it does nothing. */
const emojiStyle = '\ufe0f';
const styleOutsideEmoji = /(?<!\p{Emoji})\ufe0f/gu;

/**
 * Control, format (bidi, zero width, tags), private and unassigned characters, halves of pairs, and all that is drawn as
 * nothing (fillers, variation selectors) except the selector that makes a picture of a sign.
 */
const unseen = /(?!\ufe0f)[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Default_Ignorable_Code_Point}\ufffc\ufffd]/gu;

/** Four marks are more than any spelling needs; a heap of them covers the neighbours' names. */
const tooManyMarks = /(\p{M}{4})\p{M}+/gu;

function graphemeCount(text: string): number {
  return [...graphemes.segment(text)].length;
}
