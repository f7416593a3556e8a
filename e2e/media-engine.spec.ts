// The real mesh engine keeps the same contract as the fake one: two engines in one page of a real browser.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunEngineCase } from '../src/testing/engine-lab/engine-lab.ts';
import { mediaEngineContract } from '../src/testing/media-engine.contract.ts';
import { type Chromium, openChromium } from './harness/chromium.ts';
import { freePort } from './harness/product.ts';

const types: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript' };

/** The built lab page on a port of this machine. */
async function serveLab(folder: string): Promise<{ readonly server: Server; readonly url: string }> {
  await build({
    configFile: false,
    root: 'src/testing/engine-lab',
    logLevel: 'error',
    build: { outDir: folder, emptyOutDir: true, target: 'es2022' },
  });
  const server = createServer((request, response) => {
    const path = request.url === '/' ? '/index.html' : (request.url ?? '');
    readFile(join(folder, path)).then(
      (content) => response.setHeader('content-type', types[extname(path)] ?? 'text/plain').end(content),
      () => response.writeHead(404).end(),
    );
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, resolve));
  return { server, url: `http://localhost:${port}/` };
}

describe('the mesh engine keeps the contract in Chromium', () => {
  let folder: string;
  let lab: Awaited<ReturnType<typeof serveLab>>;
  let chromium: Chromium;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'madang-lab-'));
    lab = await serveLab(folder);
    chromium = await openChromium({ cameras: 'none' });
  });

  afterAll(async () => {
    await chromium.close();
    lab.server.close();
    await rm(folder, { recursive: true, force: true });
  });

  it.each(mediaEngineContract)('$name', async ({ name }) => {
    const page = await chromium.newPage();
    await page.goto(lab.url);
    await page.locator('body[data-ready]').waitFor({ state: 'attached' });
    const run = (wanted: string): ReturnType<RunEngineCase> => window.runEngineCase(wanted);
    expect(await page.evaluate(run, name)).toBeNull();
    await page.context().close();
  });
});
