// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from 'vitest';

beforeEach(() => {
  localStorage.clear();
  vi.resetModules();
});

test('the first of the browser’s languages that we speak is chosen', async () => {
  const { languageOf } = await import('./settings.ts');
  expect(languageOf(['de-AT', 'ko-KR', 'en'])).toBe('ko');
  expect(languageOf(['fr', 'en-GB', 'ko'])).toBe('en');
  expect(languageOf(['fr'])).toBe('en');
  expect(languageOf([])).toBe('en');
});

test('settings are kept over a reload', async () => {
  const before = await import('./settings.ts');
  before.changeSettings({ theme: 'dark', language: 'ko' });
  vi.resetModules();
  const after = await import('./settings.ts');
  expect(after.settings.value.theme).toBe('dark');
  expect(after.language.value).toBe('ko');
  expect(after.settings.value.shortcuts.isOn).toBe(true);
});

test('one forged setting does not lose the others', async () => {
  localStorage.setItem('madang.settings', JSON.stringify({ theme: 'pink', language: 'ko', sounds: 7 }));
  const { settings } = await import('./settings.ts');
  expect(settings.value).toMatchObject({ theme: 'system', language: 'ko', sounds: { comings: true, messages: true } });
});
