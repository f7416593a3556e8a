// What a person's name may look like, checked while they write. The server has the last word.
import { limits } from '#protocol/limits.ts';

export type NameProblem = 'empty' | 'tooLong' | 'hidden';

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
/** Control, bidirectional and other characters that are not seen (Unicode Cc, Cf without the joiners emoji need, Co, Cs). */
const hidden = /[\p{Cc}\p{Co}\p{Cs}\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff]/u;

export function cleanName(text: string): string {
  return text.normalize('NFC').trim().replace(/\s+/g, ' ');
}

export function nameProblem(text: string): NameProblem | null {
  const name = cleanName(text);
  if (name === '') return 'empty';
  if (hidden.test(name)) return 'hidden';
  const count = Array.from(segmenter.segment(name)).length;
  return count > limits.nameGraphemes || name.length > limits.nameChars ? 'tooLong' : null;
}
