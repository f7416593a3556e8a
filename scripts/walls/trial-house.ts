// A small house in a temporary folder, under the real rules of compiler and linter, where walls may be broken on trial.
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** What is not on trial and stands as it is: the rules, the words and the contracts. */
const real = [
  'package.json',
  '.oxlintrc.json',
  'tsconfig.base.json',
  'tsconfig.json',
  'tsconfig.shared.json',
  'tsconfig.server.json',
  'tsconfig.web.json',
  'tsconfig.test.json',
  'tsconfig.tools.json',
  'src/protocol',
  'src/features/contract.ts',
  'src/features/contract.web.ts',
  'src/web/signaling/signaling.ts',
];

export interface TrialHouse {
  /** What the compiler says, a line an error: "src/call/a.ts(1,1): error TS…". */
  compile(): Promise<readonly string[]>;
  /** What the linter says, a line an error: "src/call/a.ts:1:1: … [Error/…]". */
  lint(): Promise<readonly string[]>;
  remove(): void;
}

export function buildTrialHouse(files: Readonly<Record<string, string>>): TrialHouse {
  const folder = mkdtempSync(join(tmpdir(), 'madang-walls-'));
  for (const path of real) cpSync(path, join(folder, path), { recursive: true });
  // A folder of its own, so that what the compiler remembers stays in the trial.
  mkdirSync(join(folder, 'node_modules'));
  for (const name of readdirSync('node_modules'))
    if (name !== '.cache') symlinkSync(resolve('node_modules', name), join(folder, 'node_modules', name));
  for (const [path, code] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), code);
  }
  return {
    compile: () => linesOf(folder, 'typescript/bin/tsc', ['-b', '--pretty', 'false']),
    lint: () => linesOf(folder, 'oxlint/bin/oxlint', ['--type-aware', '--deny-warnings', '--format=unix', 'src']),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

function linesOf(folder: string, script: string, args: readonly string[]): Promise<readonly string[]> {
  return new Promise((done, failed) => {
    const tool = spawn(process.execPath, [resolve('node_modules', script), ...args], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    tool.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    tool.once('error', failed);
    tool.once('close', () => done(output.split('\n')));
  });
}
