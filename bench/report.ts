// What a measurement found: printed as a small table, kept as JSON, and held against its goals.
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { join } from 'node:path';

const folder = join('bench', 'output');

/** One row. `goal` is the most that `value` may be; null = shown for comparison only. */
export interface Figure {
  readonly what: string;
  readonly unit: string;
  readonly value: number;
  /** Least and most that was measured of it. */
  readonly range?: readonly [number, number];
  readonly goal: number | null;
}

/** Prints the rows, writes `details` beside them to bench/output/NAME.json, and returns the names of missed goals. */
export function report(name: string, figures: readonly Figure[], details: unknown = null): readonly string[] {
  const missed = figures.filter(isMissed).map(({ what }) => what);
  const head = ['', 'measured', 'least … most', 'goal', ''];
  console.log(`\n${name}\n${table([head, ...figures.map(row)])}\n`);
  mkdirSync(folder, { recursive: true });
  const machine = { cores: cpus().length, cpu: cpus()[0]?.model, memoryBytes: totalmem(), kernel: release() };
  const written = { name, at: new Date().toISOString(), node: process.version, machine, figures, details };
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(written, null, 2)}\n`);
  return missed;
}

/** Columns under each other; the first is words, the others are numbers. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)));
  return rows.map((cells) => `  ${line(cells).join('  ')}`.trimEnd()).join('\n');
}

function row(figure: Figure): string[] {
  const { what, unit, value, range, goal } = figure;
  const verdict = isMissed(figure) ? 'missed' : 'met';
  return [
    what,
    `${written(value)} ${unit}`,
    range === undefined ? '' : `${written(range[0])} … ${written(range[1])}`,
    goal === null ? '' : `≤ ${written(goal)}`,
    goal === null ? '' : verdict,
  ];
}

function isMissed({ value, goal }: Figure): boolean {
  return goal !== null && value > goal;
}

function written(number: number): string {
  if (Number.isInteger(number)) return number.toLocaleString('en-US');
  return Math.abs(number) < 10 ? number.toFixed(2) : number.toFixed(1);
}
