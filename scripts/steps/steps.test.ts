// What the commands decide: which Node.js is good enough, when to build again, what counts against the size ceilings.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compressFolder } from './compress.mjs';
import { fingerprint } from './fingerprint.mjs';
import { cacheFolder, root, run } from './run.mjs';
import { filesForCall } from './size-budget.mjs';
import { hasStamp, removeStamp, writeStamp } from './stamp.mjs';

let folder = '';

beforeEach(() => {
  mkdirSync(cacheFolder, { recursive: true });
  folder = mkdtempSync(join(cacheFolder, 'steps-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

describe('Node.js', () => {
  function startWith(version: string) {
    const script = `Object.defineProperty(process.versions, 'node', { value: '${version}' });
await import('${join(root, 'scripts/steps/node-version.mjs')}');
console.log('went on');`;
    return spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  }

  it.each(['20.19.0', '20.20.2', '22.12.0', '24.0.0'])('%s is good enough', (version) => {
    expect(startWith(version).stdout).toBe('went on\n');
  });

  it.each(['16.20.0', '20.18.3', '21.7.0', '22.11.0'])('%s is refused in one line', (version) => {
    const { status, stdout, stderr } = startWith(version);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^Madang needs Node\.js 20\.19 .*\n$/);
  });
});

describe('a fingerprint', () => {
  it('changes with a file and with a new file, and with nothing else', () => {
    const path = relative(root, folder);
    writeFileSync(join(folder, 'a.ts'), 'one');
    const before = fingerprint([path]);
    utimesSync(join(folder, 'a.ts'), 1, 1);
    expect(fingerprint([path])).toBe(before);
    writeFileSync(join(folder, 'a.ts'), 'two');
    const changed = fingerprint([path]);
    expect(changed).not.toBe(before);
    writeFileSync(join(folder, 'b.ts'), '');
    expect(fingerprint([path])).not.toBe(changed);
    expect(fingerprint([path], (file) => !file.endsWith('b.ts'))).toBe(changed);
  });
});

describe('a stamp', () => {
  it('is there only for the very value it was written with', () => {
    const stamp = join(folder, 'deep', 'stamp');
    expect(hasStamp(stamp, 'a')).toBe(false);
    writeStamp(stamp, 'a');
    expect([hasStamp(stamp, 'a'), hasStamp(stamp, 'b')]).toEqual([true, false]);
    removeStamp(stamp);
    expect(hasStamp(stamp, 'a')).toBe(false);
  });
});

describe('a program that is run', () => {
  it('gives its output and its exit code', async () => {
    const { code, output } = await run(process.execPath, [
      '-e',
      'console.log("a"); console.error("b"); process.exit(3)',
    ]);
    expect(code).toBe(3);
    expect(output.split('\n').sort()).toEqual(['', 'a', 'b']);
  });

  it('counts as failed when a signal ended it', async () => {
    expect((await run(process.execPath, ['-e', 'process.kill(process.pid, "SIGKILL")'])).code).toBe(128 + 9);
  });
});

describe('what is served', () => {
  it('is compressed beside itself where that makes it smaller', async () => {
    writeFileSync(join(folder, 'large.js'), 'madang '.repeat(1_000));
    writeFileSync(join(folder, 'small.js'), 'madang');
    await compressFolder(folder);
    const beside = ['large.js.br', 'large.js.gz', 'small.js.br'].map((name) =>
      fingerprint([relative(root, join(folder, name))]),
    );
    const absent = fingerprint([]);
    expect(beside.map((print) => print !== absent)).toEqual([true, true, false]);
  });
});

describe('the size ceilings', () => {
  it('count every part that a page may load, however late', () => {
    const manifest = {
      'index.html': {
        file: 'main.js',
        isEntry: true,
        imports: ['shared'],
        dynamicImports: ['late'],
        css: ['main.css'],
      },
      shared: { file: 'shared.js', imports: ['index.html'] },
      late: { file: 'late.js', dynamicImports: ['later'], css: ['late.css'] },
      later: { file: 'later.js' },
      korean: { file: 'korean.js' },
      orphan: { file: 'orphan.js' },
    };
    expect([...filesForCall(manifest, ['korean'])].sort()).toEqual([
      'late.css',
      'late.js',
      'later.js',
      'main.css',
      'main.js',
      'shared.js',
    ]);
    expect(() => filesForCall(manifest, ['english'])).toThrow('no part english');
  });
});
