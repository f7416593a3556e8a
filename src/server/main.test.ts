// The process as an operator meets it: built as it is shipped, started with settings, stopped by signals.
import { type ChildProcess, spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { gardenRules, granted, joinBody } from '../testing/test-rooms.ts';
import { TestPage } from '../testing/test-server.ts';
import { exitCodes } from './exit-codes.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
/** Below the packages, so that the bundle finds them. */
const house = join(root, 'node_modules/.cache/madang-main-test');
let dataDir: string;
const children: ChildProcess[] = [];

beforeAll(async () => {
  await mkdir(house, { recursive: true });
  await cp(join(root, 'package.json'), join(house, 'package.json'));
  await build({
    root,
    configFile: join(root, 'vite.server.config.ts'),
    logLevel: 'error',
    build: { outDir: join(house, 'dist/server') },
  });
  dataDir = await mkdtemp(join(tmpdir(), 'madang-main-'));
}, 60_000);

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

afterAll(async () => {
  await rm(house, { recursive: true, force: true });
  await rm(dataDir, { recursive: true, force: true });
});

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly problems: string;
}

interface Started {
  readonly child: ChildProcess;
  readonly url: Promise<string>;
  readonly ended: Promise<Ended>;
}

function start(settings: Readonly<Record<string, string>> = {}): Started {
  const environment = {
    PATH: process.env['PATH'],
    PORT: '0',
    HOST: '127.0.0.1',
    MADANG_STUN_PORT: '0',
    MADANG_DATA_DIR: dataDir,
    ...settings,
  };
  const child = spawn(process.execPath, [join(house, 'dist/server/main.js')], { env: environment });
  children.push(child);
  let out = '';
  let problems = '';
  const url = new Promise<string>((resolve) => {
    child.stdout.on('data', (text) => {
      out += String(text);
      const address = /Madang is open at (\S+)\n/u.exec(out)?.[1];
      if (address !== undefined) resolve(address);
    });
  });
  child.stderr.on('data', (text) => {
    problems += String(text);
  });
  const ended = new Promise<Ended>((resolve) => child.on('close', (code) => resolve({ code, out, problems })));
  return { child, url, ended };
}

test('it prints its address, and after SIGTERM tells everybody and is gone', async () => {
  const server = start();
  const url = await server.url;
  const page = await new TestPage(url, {}).open();
  const { roomId } = granted(
    await page.ask('room:create', { rules: { ...gardenRules, name: 'Secret garden' }, proofHash: null }),
  );
  granted(await page.ask('room:join', joinBody(roomId, 'Mina Kim')));
  const startedAt = performance.now();
  server.child.kill('SIGTERM');
  await page.fact('server:stopping');
  const { code, out, problems } = await server.ended;
  expect(performance.now() - startedAt).toBeLessThan(10_000);
  expect(code).toBe(exitCodes.ok.code);
  expect(problems).toBe('');
  for (const secret of ['Mina', 'garden', roomId]) expect(out).not.toContain(secret);
});

test('a second signal ends it at once', async () => {
  const server = start();
  const page = await new TestPage(await server.url, {}).open();
  server.child.kill('SIGINT');
  await page.fact('server:stopping');
  const startedAt = performance.now();
  server.child.kill('SIGINT');
  expect((await server.ended).code).toBe(exitCodes.ok.code);
  expect(performance.now() - startedAt).toBeLessThan(250);
});

test('a wrong setting stops the start with one line that names it', async () => {
  const { code, problems } = await start({ MADANG_STUN_PORT: 'loud' }).ended;
  expect(code).toBe(exitCodes.badConfiguration.code);
  expect(problems).toBe('MADANG_STUN_PORT must be a port number from 0 to 65535\n');
});

test('a port that is taken stops the start with its own code', async () => {
  const other = createServer();
  const port = await new Promise<string>((resolve) => {
    other.listen(0, '127.0.0.1', () => {
      const address = other.address();
      resolve(typeof address === 'object' && address !== null ? String(address.port) : '');
    });
  });
  const { code, problems } = await start({ PORT: port }).ended;
  other.close();
  expect(code).toBe(exitCodes.portInUse.code);
  expect(problems).toBe(`PORT ${port} is in use by another process\n`);
});

test('killed and started again, it knows its members', async () => {
  const first = start();
  const page = await new TestPage(await first.url, {}).open();
  const { roomId } = granted(await page.ask('room:create', { rules: gardenRules, proofHash: null }));
  const body = joinBody(roomId, 'Mina');
  const joined = granted(await page.ask('room:join', body));
  first.child.kill('SIGKILL');
  await first.ended;
  const second = start();
  const again = await new TestPage(await second.url, {}).open();
  const back = granted(await again.ask('room:join', { ...body, resumeToken: joined.resumeToken }));
  expect(back).toMatchObject({ you: joined.you, resumed: true });
  again.close();
});
