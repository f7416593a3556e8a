// Runs other programs from the repository's root: shown as they go, or kept quiet until one fails.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** Where stamps and reports of these scripts live; gone with node_modules. */
export const cacheFolder = join(root, 'node_modules', '.cache', 'madang');

/**
 * @typedef {object} Finished
 * @property {number} code Exit code; 128 plus the signal's number when a signal ended it, as shells say it.
 * @property {string} output What it printed, in order; empty when it was shown.
 * @property {number} tookMs
 */

/**
 * Resolves when the program has ended, whatever its exit code; rejects only when it could not be started.
 * A signal to this process meanwhile is handed on, so that nothing is left running.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ isShown?: boolean, env?: Record<string, string> }} [options]
 * @returns {Promise<Finished>}
 */
export function run(command, args, { isShown = false, env = {} } = {}) {
  const startedMs = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: isShown ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text) => {
        output += text;
      });
    }

    /** @param {NodeJS.Signals} signal */
    const handOn = (signal) => {
      child.kill(signal);
      child.once('close', () => process.exit(128 + constants.signals[signal]));
    };
    process.on('SIGINT', handOn).on('SIGTERM', handOn);
    const forget = () => process.off('SIGINT', handOn).off('SIGTERM', handOn);

    child.once('error', (error) => {
      forget();
      reject(error);
    });
    child.once('close', (code, signal) => {
      forget();
      resolve({
        code: code ?? 128 + constants.signals[signal ?? 'SIGKILL'],
        output,
        tookMs: performance.now() - startedMs,
      });
    });
  });
}

/**
 * A tool from node_modules, by the script that its package declares as its command.
 *
 * @param {string} script Path inside node_modules.
 * @param {readonly string[]} args
 * @param {{ isShown?: boolean, env?: Record<string, string> }} [options]
 */
export function runTool(script, args, options) {
  return run(process.execPath, [join(root, 'node_modules', script), ...args], options);
}

/** @param {number} ms */
export function seconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`;
}
