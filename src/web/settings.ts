// The person's own settings: language, theme, sounds, shortcuts. Kept in this browser, changed whole, heard as a signal.
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import * as v from 'valibot';
import type { Language } from '#contract.web';
import { parse } from '#protocol/messages.ts';
import { readStorage, writeStorage } from './storage.ts';

const Settings = v.object({
  /** Null: by the browser's languages. */
  language: v.fallback(v.nullable(v.picklist(['en', 'ko'])), null),
  theme: v.fallback(v.picklist(['system', 'light', 'dark']), 'system'),
  sounds: v.fallback(v.object({ comings: v.boolean(), messages: v.boolean() }), { comings: true, messages: true }),
  /** Keys by action where they differ from the usual ones; null = no key. */
  shortcuts: v.fallback(
    v.object({
      isOn: v.boolean(),
      keys: v.record(v.pipe(v.string(), v.maxLength(40)), v.nullable(v.pipe(v.string(), v.maxLength(24)))),
    }),
    { isOn: true, keys: {} },
  ),
});

export type Settings = Readonly<v.InferOutput<typeof Settings>>;
export type Theme = Settings['theme'];

function readSettings(): Settings {
  const parsed = parse(Settings, readStorage('local', 'settings') ?? {});
  return parsed.ok ? parsed.value : v.parse(Settings, {});
}

const current = signal<Settings>(readSettings());

export const settings: ReadonlySignal<Settings> = current;

export function changeSettings(change: Partial<Settings>): void {
  current.value = { ...current.peek(), ...change };
  writeStorage('local', 'settings', current.peek());
}

/** The chosen language, or the first of the browser's that we speak. */
export const language: ReadonlySignal<Language> = computed(
  () => current.value.language ?? languageOf(globalThis.navigator?.languages ?? []),
);

export function languageOf(wishes: readonly string[]): Language {
  for (const wish of wishes) {
    const tag = wish.toLowerCase().split('-')[0];
    if (tag === 'ko' || tag === 'en') return tag;
  }
  return 'en';
}
