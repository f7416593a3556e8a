// From which module how much of the built pages comes. Builds them once more, with source maps.
import { readFileSync, rmSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as v from 'valibot';
import { root, runTool } from '../scripts/steps/run.mjs';
import { filesOfBuild } from '../scripts/steps/size-budget.mjs';

export interface ModuleWeight {
  /** Relative to the repository; all modules of a package together under its name. */
  readonly source: string;
  readonly minifiedBytes: number;
  /** By how much the download would shrink without it, all files compressed together. */
  readonly gzipBytes: number;
}

/** A stretch of built code that comes from one module. */
interface Stretch {
  readonly source: string;
  readonly code: string;
}

const folder = join(root, 'bench', 'output', 'weighed');
const SourceMap = v.object({ sources: v.array(v.string()), mappings: v.string() });

/** Heaviest first; only what counts for being in a call. */
export async function weighModules(): Promise<readonly ModuleWeight[]> {
  const options = ['--outDir', folder, '--emptyOutDir', '--sourcemap', 'hidden', '--logLevel', 'warn'];
  const { code, output } = await runTool('vite/bin/vite.js', ['build', '--config', 'vite.config.ts', ...options], {
    env: { NODE_ENV: 'production' },
  });
  if (code !== 0) throw new Error(output);
  const files = filesOfBuild(folder).filter((file) => file.endsWith('.js'));
  const stretches = files.flatMap((file) => stretchesOf(join(folder, file)));
  rmSync(folder, { recursive: true });

  const whole = gzipBytes(stretches);
  const sources = [...new Set(stretches.map(({ source }) => source))];
  const weights = sources.map((source) => ({
    source,
    minifiedBytes: joined(stretches.filter((stretch) => stretch.source === source)).length,
    gzipBytes: whole - gzipBytes(stretches.filter((stretch) => stretch.source !== source)),
  }));
  return weights.sort((a, b) => b.gzipBytes - a.gzipBytes);
}

function gzipBytes(stretches: readonly Stretch[]): number {
  return gzipSync(joined(stretches), { level: 9 }).byteLength;
}

function joined(stretches: readonly Stretch[]): string {
  return stretches.map(({ code }) => code).join('');
}

/** Follows the mappings line by line (ECMA-426): every segment begins a stretch that ends where the next begins. */
function stretchesOf(path: string): readonly Stretch[] {
  const { sources, mappings } = v.parse(SourceMap, JSON.parse(readFileSync(`${path}.map`, 'utf8')));
  const names = sources.map((source) => nameOf(resolve(dirname(path), source)));
  const lines = mappings.split(';');
  let index = 0;
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((line, number) => {
      const stretches: Stretch[] = [];
      let source = 'the bundler';
      let from = 0;
      let column = 0;
      for (const segment of (lines[number] ?? '').split(',')) {
        const [columns = 0, sourceChange] = decode(segment);
        column += columns;
        stretches.push({ source, code: line.slice(from, column) });
        from = column;
        if (sourceChange !== undefined) index += sourceChange;
        source = sourceChange === undefined ? 'the bundler' : (names[index] ?? 'the bundler');
      }
      return [...stretches, { source, code: line.slice(from) }];
    });
}

function nameOf(path: string): string {
  return /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? relative(root, path);
}

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** A segment's numbers: base64 digits of five bits each, lowest first, the sign in the lowest bit. */
function decode(segment: string): readonly number[] {
  const numbers: number[] = [];
  let value = 0;
  let shift = 0;
  for (const char of segment) {
    const digit = digits.indexOf(char);
    value |= (digit & 31) << shift;
    shift += 5;
    if ((digit & 32) !== 0) continue;
    numbers.push((value & 1) === 1 ? -(value >> 1) : value >> 1);
    value = 0;
    shift = 0;
  }
  return numbers;
}
