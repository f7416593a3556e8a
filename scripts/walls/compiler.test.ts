// The walls that compiler and linter hold: each broken once in a trial house, and refused there.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildTrialHouse, type TrialHouse } from './trial-house.ts';

const long = Array.from({ length: 401 }, (_, line) => `export const a${line} = ${line};`).join('\n');
const longFunction = `export function long(a: number): number {\n${'  a += 1;\n'.repeat(61)}  return a;\n}\n`;

/** Refused by the compiler: what is tried, where, how. */
const compilerTrials = [
  ['words that wait', 'src/protocol/trial-timer.ts', 'setTimeout(() => undefined, 1);'],
  ['a call with a clock of its own', 'src/call/trial-interval.ts', 'setInterval(() => undefined, 1);'],
  ['a call with chance of its own', 'src/call/trial-crypto.ts', 'crypto.randomUUID();'],
  ['a call that looks at the page', 'src/call/trial-document.ts', "document.querySelector('video');"],
  ['paper that draws', 'src/canvas/trial-canvas.ts', 'export let context: CanvasRenderingContext2D;'],
  ['a model that reads the environment', 'src/features/trial/model.ts', 'process.exit();'],
  ['messages that talk to the console', 'src/features/trial/messages.ts', "console.log('heard');"],
  ['a call that imports Node.js', 'src/call/trial-node.ts', "import 'node:fs';"],
  ['a seat at the server that looks at the page', 'src/features/trial/server.ts', 'document.title;'],
  ['a face that reads the environment', 'src/features/trial/web/panel.tsx', 'process.exit();'],
  ['a server that looks at the page', 'src/server/trial-window.ts', 'window.close();'],
  ['a server that imports the pages', 'src/server/trial-web.ts', "import '../web/trial-page.ts';"],
  ['pages that import the server', 'src/web/trial-server.ts', "import '../server/trial-host.ts';"],
  ['a call that imports the pages', 'src/call/trial-web.ts', "import '../web/trial-page.ts';"],
  ['production that imports the rehearsal', 'src/web/trial-fake.ts', "import '../testing/trial-fake.ts';"],
  ['an event without a row in the gate', 'src/web/trial-event.ts', ask("'room:explode', {}")],
  ['an event with a body of another', 'src/web/trial-body.ts', ask("'room:peek', { roomId: 1 }")],
  ['a fact without a row', 'src/web/trial-fact.ts', hear("'room:exploded'")],
  ['a row without a rate', 'src/protocol/trial-row.ts', row("phases: ['member'], role: 'anyone', maxBytes: 64")],
  ['an index that may miss', 'src/call/trial-index.ts', 'export const first = (a: number[]): number => a[0];'],
  ['a test under weaker rules', 'src/call/trial.test.ts', 'export const first = (a: number[]): number => a[0];'],
] as const;

/** Refused by the linter, with the rule that must say so. */
const linterTrials = [
  ['no-floating-promises', 'src/call/trial-floating.ts', 'async function a() {}\nexport const b = () => { a(); };'],
  ['no-misused-promises', 'src/call/trial-misused.ts', '[1].forEach(async () => { await Promise.resolve(); });'],
  ['no-explicit-any', 'src/call/trial-any.ts', 'export let anything: any;'],
  ['no-unsafe-type-assertion', 'src/call/trial-cast.ts', 'export const a = (b: unknown) => b as string;'],
  [
    'switch-exhaustiveness-check',
    'src/call/trial-switch.ts',
    "export const a = (b: 'x' | 'y') => { switch (b) { case 'x': } };",
  ],
  ['ban-ts-comment', 'src/call/trial-comment.ts', ['// @', 'ignore\nexport const a = 1;'].join('ts-')],
  ['no-cycle', 'src/call/trial-cycle.ts', "import { b } from './trial-circle.ts';\nexport const a = () => b;"],
  ['no-default-export', 'src/call/trial-default.ts', 'export default 1;'],
  ['no-focused-tests', 'src/call/trial-only.test.ts', mark('only')],
  ['no-disabled-tests', 'src/call/trial-skip.test.ts', mark('skip')],
  ['max-lines', 'src/call/trial-long.ts', long],
  ['max-lines-per-function', 'src/call/trial-long-function.ts', longFunction],
] as const;

const bystanders = {
  'src/web/trial-page.ts': 'export {};',
  'src/server/trial-host.ts': 'export {};',
  'src/testing/trial-fake.ts': 'export {};',
  'src/call/trial-circle.ts': "import { a } from './trial-cycle.ts';\nexport const b = () => a;",
  'src/call/trial-innocent.ts': 'export const one = 1;',
};

function mark(how: string) {
  return `import { it } from 'vitest';\nit.${how}('a', () => {});`;
}

function ask(question: string) {
  return `import type { Signaling } from './signaling/signaling.ts';\nexport const a = (s: Signaling) => s.ask(${question});`;
}

function hear(fact: string) {
  return `import type { Signaling } from './signaling/signaling.ts';\nexport const a = (s: Signaling) => s.on(${fact}, () => {});`;
}

function row(fields: string) {
  return `import type { GateRow } from './gate.ts';\nimport { Done, Empty } from './messages.ts';
export const a: GateRow = { ${fields}, body: Empty, answer: Done, says: '' };`;
}

let house: TrialHouse;
let compiled: readonly string[] = [];
let linted: readonly string[] = [];

beforeAll(async () => {
  const trials = [...compilerTrials, ...linterTrials].map(([, path, code]) => [path, code] as const);
  house = buildTrialHouse({ ...bystanders, ...Object.fromEntries(trials) });
  [compiled, linted] = await Promise.all([house.compile(), house.lint()]);
}, 60_000);

afterAll(() => house.remove());

describe('the compiler refuses', () => {
  it.each(compilerTrials)('%s', (_what, path) => {
    expect(compiled.filter((line) => line.startsWith(`${path}(`))).not.toEqual([]);
  });

  it('nothing else', () => {
    const innocent = compiled.filter(
      (line) => line.includes('error') && !compilerTrials.some(([, path]) => line.startsWith(path)),
    );
    expect(innocent).toEqual([]);
  });
});

describe('the linter refuses', () => {
  it.each(linterTrials)('%s', (rule, path) => {
    expect(linted.filter((line) => line.startsWith(`${path}:`)).join('\n')).toContain(`(${rule})`);
  });

  it('nothing in a file that does no harm', () => {
    expect(linted.filter((line) => line.startsWith('src/call/trial-innocent.ts'))).toEqual([]);
  });
});
