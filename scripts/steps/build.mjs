// dist/ holds the pages and the server as built from the sources of now. Builds when it does not, and only then.
import { join } from 'node:path';
import { compressFolder } from './compress.mjs';
import { fingerprint } from './fingerprint.mjs';
import { root, runTool, seconds } from './run.mjs';
import { hasStamp, removeStamp, writeStamp } from './stamp.mjs';

const dist = join(root, 'dist');
const builtFrom = join(dist, 'built-from');

const inputs = [
  'src',
  'scripts/steps/build.mjs',
  'scripts/steps/compress.mjs',
  'vite.config.ts',
  'vite.server.config.ts',
  'package.json',
  'package-lock.json',
];

/** @returns {Promise<boolean>} Whether dist/ is good now; what went wrong has been printed. */
export async function build() {
  const wanted = fingerprint(inputs, (path) => !path.includes('.test.') && !path.startsWith('src/testing/'));
  if (hasStamp(builtFrom, wanted)) return true;

  console.log('Building…');
  removeStamp(builtFrom);
  const [pages, server] = await Promise.all([
    vite('build', '--config', 'vite.config.ts'),
    vite('build', '--config', 'vite.server.config.ts'),
  ]);
  for (const part of [pages, server]) if (part.code !== 0) process.stderr.write(part.output);
  if (pages.code !== 0 || server.code !== 0) return false;

  await compressFolder(join(dist, 'web'));
  writeStamp(builtFrom, wanted);
  console.log(`Built in ${seconds(Math.max(pages.tookMs, server.tookMs))}.`);
  return true;
}

/** @param {string[]} args */
function vite(...args) {
  return runTool('vite/bin/vite.js', [...args, '--logLevel', 'warn']);
}
