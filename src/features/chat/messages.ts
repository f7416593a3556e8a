// What members write to each other. The only way into a chat log from outside.
import * as v from 'valibot';
import { limits } from '#protocol/limits.ts';

export const ChatMessage = v.strictObject({
  /** Made by the writer: the same one twice is shown once. */
  id: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,40}$/)),
  text: v.pipe(v.string(), v.maxLength(limits.chatChars), v.regex(/\S/), v.maxGraphemes(limits.chatGraphemes)),
});
export type ChatMessage = v.InferOutput<typeof ChatMessage>;

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** What a person counts as characters. Stops counting at `most` + 1. */
export function graphemesUpTo(text: string, most: number): number {
  let count = 0;
  for (const _ of segmenter.segment(text)) {
    count += 1;
    if (count > most) break;
  }
  return count;
}
