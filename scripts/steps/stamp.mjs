// A one-line file that says from what a folder was made, so that it is made again only when that has changed.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * @param {string} path
 * @param {string} value
 */
export function hasStamp(path, value) {
  try {
    return readFileSync(path, 'utf8') === value;
  } catch {
    return false;
  }
}

/**
 * @param {string} path
 * @param {string} value
 */
export function writeStamp(path, value) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, value);
}

/** @param {string} path */
export function removeStamp(path) {
  rmSync(path, { force: true });
}
