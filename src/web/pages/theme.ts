// The chosen theme on the document. Style sheets do the rest (`color-scheme` and `light-dark()`).
import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import { settings } from '../settings.ts';

const darkSystem = globalThis.matchMedia?.('(prefers-color-scheme: dark)');
const isSystemDark = signal(darkSystem?.matches ?? false);
darkSystem?.addEventListener('change', () => {
  isSystemDark.value = darkSystem.matches;
});

export const isDark: ReadonlySignal<boolean> = computed(() => {
  const { theme } = settings.value;
  return theme === 'system' ? isSystemDark.value : theme === 'dark';
});

export function applyTheme(): void {
  effect(() => {
    const { theme } = settings.value;
    if (theme === 'system') document.documentElement.removeAttribute('data-theme');
    else document.documentElement.setAttribute('data-theme', theme);
  });
}
