// `npm run bench [name]`: measurements beside their floors. Each bench/NAME.bench.ts is one; all of them without a name.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import './steps/node-version.mjs';
import { build } from './steps/build.mjs';
import { install } from './steps/install.mjs';
import { root, runTool } from './steps/run.mjs';

const ending = '.bench.ts';
const names = readdirSync(join(root, 'bench'))
  .filter((file) => file.endsWith(ending))
  .map((file) => file.slice(0, -ending.length));

const chosen = process.argv.slice(2);
const unknown = chosen.find((name) => !names.includes(name));
if (unknown !== undefined) {
  console.error(`There is no measurement "${unknown}", only: ${names.join(', ')}.`);
  process.exit(2);
}

await install();
if (!(await build())) process.exit(1);

const files = chosen.map((name) => `bench/${name}${ending}`);
const { code } = await runTool('vitest/vitest.mjs', ['run', '--config', 'vitest.bench.config.ts', ...files], {
  isShown: true,
});
process.exitCode = code;
