// Every feature is a room with the same floor plan. A folder that is off plan fails here, by name.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const root = new URL('.', import.meta.url);
const src = new URL('..', root);
const template = '_template';
const readmeLinesMax = 60;
const readmeSays = ['**Purpose.**', '## Wire', '## Who owns the truth', '## Limits', '## Late joiners'];

interface Folder {
  readonly name: string;
  /** Paths inside the folder. */
  readonly files: readonly string[];
  readonly readme: string;
  /** The two lists of features. */
  readonly lists: string;
}

function problemsOf({ name, files, readme, lists }: Folder): readonly string[] {
  const problems: string[] = [];
  const has = (file: string): boolean => files.includes(file);
  const needs = (file: string): void => {
    if (!has(file)) problems.push(`has no ${file}`);
  };
  for (const file of ['README.md', 'messages.ts', 'messages.test.ts', 'model.ts', 'model.test.ts']) needs(file);
  if (!has('server.ts') && !has('web/panel.tsx')) problems.push('has no seat, neither server.ts nor web/panel.tsx');
  if (has('server.ts')) needs('server.test.ts');
  if (has('web/panel.tsx')) for (const file of ['web/panel.test.tsx', 'web/words.ts']) needs(file);
  for (const file of files) {
    const isInPlan =
      file === 'README.md' || /^[a-z-]+(\.test)?\.ts$/.test(file) || /^web\/[a-z-]+(\.test)?\.(ts|tsx|css)$/.test(file);
    if (!isInPlan) problems.push(`has ${file}, which the plan does not know`);
    const tested = /^([a-z-]+)\.test\.ts$/.exec(file)?.[1];
    if (tested !== undefined && !has(`${tested}.ts`)) problems.push(`tests ${tested}.ts, which is not there`);
  }
  for (const part of readmeSays) if (!readme.includes(part)) problems.push(`README.md does not say "${part}"`);
  if (readme.split('\n').length > readmeLinesMax) problems.push('README.md is longer than a screen');
  const isListed = lists.includes(`features/${name}/`);
  if (isListed === (name === template)) problems.push(isListed ? 'is in a list' : 'is in no list of features');
  return problems;
}

function folderAt(name: string): Folder {
  const folder = new URL(`${name}/`, root);
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const files = entries.map((entry) =>
    `${entry.parentPath}/${entry.name}`.slice(folder.pathname.length).replace(/^\/+/, ''),
  );
  const readme = existsSync(new URL('README.md', folder)) ? readFileSync(new URL('README.md', folder), 'utf8') : '';
  const lists = ['server/features.ts', 'web/features.ts']
    .map((list) => readFileSync(new URL(list, src), 'utf8'))
    .join('\n');
  return { name, files, readme, lists };
}

const folders = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

test.each(folders)('%s is built by the floor plan', (name) => {
  expect(problemsOf(folderAt(name))).toEqual([]);
});

test('there is a template to copy', () => {
  expect(folders).toContain(template);
});

describe('a folder is off plan', () => {
  const good = folderAt(template);
  test.each<[string, Partial<Folder>, string]>([
    ['without a model', { files: good.files.filter((file) => file !== 'model.ts') }, 'has no model.ts'],
    [
      'without a test of its messages',
      { files: good.files.filter((file) => file !== 'messages.test.ts') },
      'has no messages.test.ts',
    ],
    [
      'with a server seat that nothing tests',
      { files: good.files.filter((file) => file !== 'server.test.ts') },
      'has no server.test.ts',
    ],
    [
      'without any seat',
      { files: good.files.filter((file) => !/server|web/.test(file)) },
      'has no seat, neither server.ts nor web/panel.tsx',
    ],
    [
      'with a folder of its own invention',
      { files: [...good.files, 'utils/index.ts'] },
      'has utils/index.ts, which the plan does not know',
    ],
    [
      'without saying who owns the truth',
      { readme: good.readme.replace('## Who owns the truth', '') },
      'README.md does not say "## Who owns the truth"',
    ],
    [
      'with a README longer than a screen',
      { readme: good.readme + '\n'.repeat(60) },
      'README.md is longer than a screen',
    ],
    ['when it is a template in a list', { lists: "import './features/_template/server.ts'" }, 'is in a list'],
    ['when it is in no list', { name: 'polls' }, 'is in no list of features'],
  ])('%s', (_, change, problem) => {
    expect(problemsOf({ ...good, ...change })).toContain(problem);
  });
});
