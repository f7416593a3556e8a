// The generated parts of docs/ say what the code says today.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { pages, upToDate } from './pages.ts';

it.each(pages)('$path is up to date (npm run docs writes it anew)', (page) => {
  expect(readFileSync(page.path, 'utf8')).toBe(upToDate(page));
});
