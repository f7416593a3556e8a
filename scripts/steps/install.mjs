// The packages in node_modules are those of package-lock.json. Installs them when they are not, and only then.
import { join } from 'node:path';
import { fingerprint } from './fingerprint.mjs';
import { cacheFolder, run, seconds } from './run.mjs';
import { hasStamp, writeStamp } from './stamp.mjs';

const installed = join(cacheFolder, 'installed');

/** Ends the process with npm's own words when the packages cannot be had. */
export async function install() {
  if (hasStamp(installed, wantedPackages())) return;

  console.log('Installing packages…');
  const [command, ...first] = npm();
  // `dev` by name: an environment that says "production" must not leave out what builds the pages.
  const npmCi = await run(command, [...first, 'ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
  if (npmCi.code !== 0) {
    process.stderr.write(npmCi.output);
    console.error('The packages could not be installed (npm ci).');
    process.exit(1);
  }
  recordInstalled();
  console.log(`Packages installed in ${seconds(npmCi.tookMs)}.`);
}

/** Says that node_modules is as package-lock.json wants it now. */
export function recordInstalled() {
  writeStamp(installed, wantedPackages());
}

function wantedPackages() {
  return fingerprint(['package-lock.json', '.npmrc']);
}

/** @returns {[string, ...string[]]} The npm that runs us, or the one on the path. */
function npm() {
  const own = process.env['npm_execpath'];
  if (own?.endsWith('.js')) return [process.execPath, own];
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm'];
}
