// The words of the chosen language. Only that dictionary is loaded; English defines the shape, the compiler holds Korean to it.
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Language } from '#contract.web';
import type { en } from './en.ts';

export type Words = typeof en;

const spoken = signal<Words | null>(null);
let wanted: Language | null = null;

/** Reading them before `loadWords` has finished is a bug. */
export const words: ReadonlySignal<Words> = computed(() => {
  if (spoken.value === null) throw new Error('Words were asked for before a dictionary was loaded');
  return spoken.value;
});

/** The last language that was asked for is the one that is spoken, whichever arrives first. */
export async function loadWords(language: Language): Promise<void> {
  wanted = language;
  const dictionary = language === 'ko' ? (await import('./ko.ts')).ko : (await import('./en.ts')).en;
  if (wanted === language) spoken.value = dictionary;
}
