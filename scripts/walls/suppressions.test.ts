// No rule is switched off in place and no test is put aside: such marks are found here, wherever they stand.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** In two halves, so that this file does not find itself. */
const marks = [
  ['biome', '-ignore'],
  ['oxlint', '-disable'],
  ['eslint', '-disable'],
  ['@ts', '-ignore'],
  ['@ts', '-expect-error'],
  ['@ts', '-nocheck'],
  ['knip', '-ignore'],
  ['.sk', 'ip('],
  ['.on', 'ly('],
  ['.to', 'do('],
  ['.fa', 'ils('],
  ['TO', 'DO'],
  ['FIX', 'ME'],
].map((halves) => halves.join(''));

const files = ['src', 'scripts', 'e2e', 'bench']
  .flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true }).map((entry) => ({ folder, entry })),
  )
  .filter(({ entry }) => entry.isFile() && /\.(?:tsx?|mjs|css|html)$/.test(entry.name))
  .map(({ entry }) => `${entry.parentPath}/${entry.name}`);

it.each(marks)('nowhere stands %s', (mark) => {
  expect(files.filter((path) => readFileSync(path, 'utf8').includes(mark))).toEqual([]);
});
