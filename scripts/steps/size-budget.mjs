// What a visitor must download before being in a call, against its ceiling. Reads the finished build.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { root } from './run.mjs';

const builtPages = join(root, 'dist', 'web');

/** Fetched while the seat is being taken and not waited for: media flows without it. */
const besideTheCall = ['call/companions.ts'];

/** `goalBytes`: where it should be; `mostBytes`: where it is, with little air, so that it can only become less. */
const budgets = [
  { what: 'JavaScript to be in a call', ending: '.js', isWhole: false, goalBytes: 60 * 1024, mostBytes: 75 * 1024 },
  { what: 'JavaScript with chat', ending: '.js', isWhole: true, goalBytes: 75 * 1024, mostBytes: 87 * 1024 },
  { what: 'CSS', ending: '.css', isWhole: true, goalBytes: 12 * 1024, mostBytes: 12 * 1024 },
];

/** Loaded late and by few: the front page, the other language, and what opens on demand in a call. */
const notForCall = ['pages/home.tsx', 'i18n/ko.ts', 'pages/settings-dialog.tsx', 'pages/call/qr-code.tsx'];

/**
 * @typedef {object} Chunk As Vite writes it into its manifest.
 * @property {string} file
 * @property {boolean} [isEntry]
 * @property {readonly string[]} [imports]
 * @property {readonly string[]} [dynamicImports]
 * @property {readonly string[]} [css]
 */

/** Prints each size beside its ceiling and counts one test for each. */
export function checkSizes() {
  const sizes = measureSizes();
  let passed = 0;
  for (const { what, bytes, mostBytes, goalBytes } of sizes) {
    const isWithin = bytes > 0 && bytes <= mostBytes;
    if (isWithin) passed += 1;
    console.log(`${isWithin ? '✓' : '✗'} ${what}: ${kib(bytes)} of ${kib(mostBytes)}, gzip (goal ${kib(goalBytes)})`);
  }
  return { passed, failed: sizes.length - passed };
}

/** What the finished build weighs, gzip, beside what it may weigh. */
export function measureSizes() {
  return budgets.map(({ what, ending, isWhole, mostBytes, goalBytes }) => {
    const files = filesOfBuild(builtPages, isWhole ? [] : besideTheCall);
    const sizes = files.filter((file) => file.endsWith(ending)).map((file) => gzipBytes(join(builtPages, file)));
    return { what, mostBytes, goalBytes, bytes: sizes.reduce((total, size) => total + size, 0) };
  });
}

/**
 * The files of a build that count, below its folder.
 *
 * @param {string} folder
 * @param {readonly string[]} beside Late parts that do not count either.
 */
export function filesOfBuild(folder, beside = []) {
  /** @type {Record<string, Chunk>} */
  const manifest = JSON.parse(readFileSync(join(folder, '.vite', 'manifest.json'), 'utf8'));
  return [...filesForCall(manifest, [...notForCall, ...beside])];
}

/**
 * Everything that a page in a call may load, late parts included: nothing may grow unseen behind a dynamic import.
 *
 * @param {Readonly<Record<string, Chunk>>} manifest
 * @param {readonly string[]} leftOut Sources of late parts that do not count.
 * @throws Error when a part that is left out does not exist: it would hide nothing, or something else.
 */
export function filesForCall(manifest, leftOut) {
  const unknown = leftOut.find((key) => manifest[key] === undefined);
  if (unknown !== undefined) throw new Error(`The build has no part ${unknown}.`);
  /** @type {Set<string>} */
  const files = new Set();
  const seen = new Set(leftOut);
  const waiting = Object.keys(manifest).filter((key) => manifest[key]?.isEntry);
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    const chunk = manifest[key];
    if (chunk === undefined || seen.has(key)) continue;
    seen.add(key);
    files.add(chunk.file);
    for (const css of chunk.css ?? []) files.add(css);
    waiting.push(...(chunk.imports ?? []), ...(chunk.dynamicImports ?? []));
  }
  return files;
}

/** @param {string} path */
function gzipBytes(path) {
  return gzipSync(readFileSync(path), { level: 9 }).byteLength;
}

/** @param {number} bytes */
function kib(bytes) {
  return `${(bytes / 1024).toFixed(1)} KiB`;
}
