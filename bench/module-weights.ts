// From which module how many characters of the built pages come. Builds them once more, with source maps.
import { readFileSync, rmSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import * as v from 'valibot';
import { root, runTool } from '../scripts/steps/run.mjs';
import { filesOfBuild } from '../scripts/steps/size-budget.mjs';

export interface ModuleWeight {
  /** Relative to the repository; a package's modules as the package's name. */
  readonly source: string;
  /** Minified characters, not compressed. */
  readonly chars: number;
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
  const weights = new Map<string, number>();
  for (const file of filesOfBuild(folder).filter((name) => name.endsWith('.js'))) {
    const path = join(folder, file);
    const map = v.parse(SourceMap, JSON.parse(readFileSync(`${path}.map`, 'utf8')));
    const names = map.sources.map((source) => named(resolve(dirname(path), source)));
    for (const [source, chars] of weighSources(readFileSync(path, 'utf8'), map.mappings)) {
      const name = names[source] ?? 'of the bundler';
      weights.set(name, (weights.get(name) ?? 0) + chars);
    }
  }
  rmSync(folder, { recursive: true });
  return [...weights].map(([source, chars]) => ({ source, chars })).sort((a, b) => b.chars - a.chars);
}

function named(path: string): string {
  return /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? relative(root, path);
}

/** Characters of `code` by index in the map's sources; what belongs to none counts under -1. */
function weighSources(code: string, mappings: string): ReadonlyMap<number, number> {
  const weights = new Map<number, number>();
  const lines = code.split('\n');
  let source = 0;
  for (const [number, line] of mappings.split(';').entries()) {
    const length = lines[number]?.length ?? 0;
    let column = 0;
    let owner = -1;
    let from = 0;
    const closeAt = (end: number): void => {
      weights.set(owner, (weights.get(owner) ?? 0) + end - from);
      from = end;
    };
    for (const segment of line.split(',')) {
      if (segment === '') continue;
      const [columns = 0, sources] = decode(segment);
      column += columns;
      closeAt(column);
      if (sources !== undefined) source += sources;
      owner = sources === undefined ? -1 : source;
    }
    closeAt(length);
  }
  return weights;
}

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** A segment's numbers, each as base64 digits of five bits, lowest first, the sign in the lowest bit (ECMA-426). */
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
