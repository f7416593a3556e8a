// Everything that can be known about the code without starting the product: types, lint, dead code, unit tests.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, runTool, seconds } from './run.mjs';

/**
 * @typedef {object} Tally
 * @property {number} passed
 * @property {number} failed
 */

/**
 * @typedef {object} Check
 * @property {string} name
 * @property {() => Promise<Tally & { output: string, tookMs: number }>} run
 */

/** @type {readonly Check[]} */
const staticChecks = [
  // From scratch: after an error in one project, an incremental run has been seen to repeat old errors of another.
  gate('types', 'typescript/bin/tsc', ['-b', '--force']),
  gate('format and lint', '@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '--colors=off']),
  gate('lint with types', 'oxlint/bin/oxlint', ['--type-aware', '--deny-warnings']),
  gate('nothing dead', 'knip/bin/knip.js', ['--no-progress']),
];

/** @type {Check} */
const unitTests = { name: 'unit tests', run: () => runVitest('vitest.config.ts') };

/**
 * Runs them two at a time: the unit tests take as long as all the others together.
 *
 * @returns {Promise<Tally>}
 */
export async function runChecks() {
  const lanes = [[unitTests], staticChecks];
  const tallies = await Promise.all(lanes.map(runInOrder));
  return sum(tallies);
}

/** @param {readonly Tally[]} tallies */
export function sum(tallies) {
  return {
    passed: tallies.reduce((total, tally) => total + tally.passed, 0),
    failed: tallies.reduce((total, tally) => total + tally.failed, 0),
  };
}

/**
 * Runs vitest and counts single tests. A run that ends badly counts as one failure at least: a file that cannot be
 * loaded has no tests to count.
 *
 * @param {string} config
 * @param {{ isShown?: boolean }} [options]
 */
export async function runVitest(config, { isShown = false } = {}) {
  const report = join(cacheFolder, `${config}.json`);
  rmSync(report, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const { code, output, tookMs } = await runTool('vitest/vitest.mjs', ['run', '--config', config, ...reporters], {
    isShown,
  });
  /** @type {{ numPassedTests: number, numFailedTests: number }} */
  const counts = existsSync(report)
    ? JSON.parse(readFileSync(report, 'utf8'))
    : { numPassedTests: 0, numFailedTests: 0 };
  const failed = code === 0 ? counts.numFailedTests : Math.max(1, counts.numFailedTests);
  return { passed: counts.numPassedTests, failed, output, tookMs };
}

/** @param {readonly Check[]} checks */
async function runInOrder(checks) {
  const tallies = [];
  for (const check of checks) {
    const { output, tookMs, ...tally } = await check.run();
    const isGood = tally.failed === 0;
    if (!isGood) process.stderr.write(`\n${output.trimEnd()}\n\n`);
    console.log(`${isGood ? '✓' : '✗'} ${check.name} (${seconds(tookMs)})`);
    tallies.push(tally);
  }
  return sum(tallies);
}

/**
 * A tool that says yes or no counts as one test.
 *
 * @param {string} name
 * @param {string} script
 * @param {readonly string[]} args
 * @returns {Check}
 */
function gate(name, script, args) {
  return {
    name,
    run: async () => {
      const { code, output, tookMs } = await runTool(script, args);
      return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, output, tookMs };
    },
  };
}
