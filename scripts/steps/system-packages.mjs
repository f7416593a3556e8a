// Programs that the tests drive and npm cannot bring: browsers, a relay, network tools. Installs them where it may
// (root on a Debian or Ubuntu machine), otherwise says exactly which are missing.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './run.mjs';

/** Each Debian package with files one of which shows that it, or its like, is there. */
const needed = [
  { name: 'chromium', shownBy: onPath('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable') },
  { name: 'firefox-esr', shownBy: onPath('firefox-esr', 'firefox') },
  { name: 'fonts-noto-cjk', shownBy: ['/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc'] },
  { name: 'nftables', shownBy: onPath('nft') },
  { name: 'iproute2', shownBy: onPath('ip') },
  { name: 'coturn', shownBy: onPath('turnserver') },
];

/** @returns {Promise<boolean>} Whether all are there now; what is missing has been printed. */
export async function installSystemPackages() {
  if (missing().length === 0) return true;

  const mayInstall = process.getuid?.() === 0 && onPath('apt-get').some((path) => existsSync(path));
  if (mayInstall) {
    console.log(`Installing system packages: ${missing().join(' ')}…`);
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['update', '-qq'], { isShown: true, env });
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing()], { env });
  }
  const still = missing();
  if (still.length === 0) return true;
  console.error(`Missing for the browser tests: ${still.join(' ')}. As root: apt-get install ${still.join(' ')}`);
  return false;
}

function missing() {
  return needed.filter(({ shownBy }) => !shownBy.some((path) => existsSync(path))).map(({ name }) => name);
}

/** @param {string[]} commands */
function onPath(...commands) {
  const folders = new Set([...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin']);
  return [...folders].flatMap((folder) => commands.map((command) => join(folder, command)));
}
