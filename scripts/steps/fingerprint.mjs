// One short text for the content of many files: equal when nothing that matters has changed.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run.mjs';

/**
 * Content decides, not time: a fresh checkout of the same commit needs no new build.
 *
 * @param {readonly string[]} paths Files and folders below the root; those that do not exist count as absent.
 * @param {(path: string) => boolean} [matters] Asked for every file inside a folder, with its path below the root.
 */
export function fingerprint(paths, matters = () => true) {
  const hash = createHash('sha256').update(`node ${process.versions.modules} ${process.platform} ${process.arch}\n`);
  for (const path of paths.flatMap((path) => filesIn(path)).filter(matters)) {
    const content = readFileSync(join(root, path));
    hash.update(`${path} ${content.byteLength}\n`).update(content);
  }
  return hash.digest('base64url');
}

/**
 * @param {string} path
 * @returns {string[]} In an order that does not depend on the file system.
 */
function filesIn(path) {
  const found = statSync(join(root, path), { throwIfNoEntry: false });
  if (found === undefined) return [];
  if (!found.isDirectory()) return [path];
  const names = readdirSync(join(root, path)).sort();
  return names.flatMap((name) => filesIn(`${path}/${name}`));
}
