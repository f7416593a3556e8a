// What a person types: the server starts soon, says where it is, and stops when asked; mistakes are one line.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { freePort } from './harness/product.ts';
import { openScene } from './harness/scene.ts';
import { until } from './harness/until.ts';

const secondStartWithinMs = 3_000;

const scene = openScene();

function start(settings: Readonly<Record<string, string>>, command = [process.execPath, 'scripts/start.mjs']) {
  const dataDir = mkdtempSync(join(tmpdir(), 'madang-data-'));
  const env = { ...process.env, MADANG_DATA_DIR: dataDir, MADANG_STUN_PORT: '0', ...settings };
  const [program = '', ...args] = command;
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const printed = { output: '', errors: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed.output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    printed.errors += text;
  });
  const ended = once(child, 'exit').then(() => child.exitCode);
  scene.finally(async () => {
    child.kill('SIGKILL');
    await ended;
    rmSync(dataDir, { recursive: true, force: true });
  });
  return { child, printed, ended };
}

it('a second start answers within 3 s, prints the address, and stops with 0 when asked', async () => {
  const port = await freePort();
  const startedMs = performance.now();
  const { child, printed, ended } = start({ PORT: `${port}` });
  await until('it answers', async () => (await fetch(`http://localhost:${port}/`)).ok);
  expect(performance.now() - startedMs).toBeLessThan(secondStartWithinMs);
  expect(printed.output).toContain(`http://localhost:${port}\n`);
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
});

it('a signal to npm stops the server too', async () => {
  const port = await freePort();
  const { child } = start({ PORT: `${port}` }, ['npm', 'start', '--silent']);
  const answers = () =>
    fetch(`http://localhost:${port}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  await until('it answers', answers);
  child.kill('SIGTERM');
  await until('nobody answers any more', async () => !(await answers()));
});

it('a mistyped setting stops the start with one line that names it', async () => {
  const { printed, ended } = start({ MADANG_LOG_LEVL: 'debug' });
  expect(await ended).toBe(2);
  expect(printed.errors).toBe('MADANG_LOG_LEVL is not a setting; did you mean MADANG_LOG_LEVEL?\n');
});

it('a port that is taken is said in one line', async () => {
  const product = await scene.product();
  const { printed, ended } = start({ PORT: `${product.port}` });
  expect(await ended).toBe(3);
  expect(printed.errors).toBe(`PORT ${product.port} is in use by another process\n`);
});

it('pages come compressed, are kept by the browser, and an unknown address is a page too', async () => {
  const product = await scene.product();
  const page = await fetch(`${product.origin}/`, { headers: { 'accept-encoding': 'br' } });
  const script = /src="(\/assets\/[^"]+\.js)"/.exec(await page.text())?.[1] ?? '';
  const asset = await fetch(`${product.origin}${script}`, { headers: { 'accept-encoding': 'br' } });
  expect(asset.headers.get('content-encoding')).toBe('br');
  expect(asset.headers.get('cache-control')).toContain('immutable');
  const nowhere = await fetch(`${product.origin}/nowhere`);
  expect([nowhere.status, nowhere.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
});
