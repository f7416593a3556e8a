// What a page downloads before it is in a call, by the same count that the tests hold against the budget, and which
// modules it is made of.
import { expect, it } from 'vitest';
import { measureSizes } from '../scripts/steps/size-budget.mjs';
import { weighModules } from './module-weights.ts';
import { report, table } from './report.ts';

const shown = 30;

it('being in a call is a small download', async () => {
  const modules = await weighModules();
  const figures = measureSizes().map(({ what, bytes, goalBytes }) => {
    return { what: `${what}, gzip`, unit: 'KiB', value: bytes / 1024, goal: goalBytes / 1024 };
  });
  const missed = report('size', figures, { modules });
  const rows = modules.slice(0, shown).map(({ source, gzipBytes, minifiedBytes }) => {
    return [source, gzipBytes.toLocaleString('en-US'), minifiedBytes.toLocaleString('en-US')];
  });
  console.log(`${table([['heaviest modules', 'gzip saved without', 'minified'], ...rows])}\n`);
  expect(modules.length).toBeGreaterThan(0);
  expect(missed).toEqual([]);
});
