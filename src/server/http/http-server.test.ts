import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openHttp } from './http-server.ts';
import { securityHeaders } from './security-headers.ts';

const log = pino({ level: 'silent' });
let webDir: string;
let app: FastifyInstance;
let isReady = true;

beforeAll(async () => {
  webDir = await mkdtemp(join(tmpdir(), 'madang-web-'));
  await mkdir(join(webDir, 'assets'));
  await mkdir(join(webDir, '.vite'));
  await writeFile(join(webDir, 'index.html'), '<!doctype html><title>Madang</title>');
  await writeFile(join(webDir, 'assets/app-1a2b3c.js'), 'plain');
  await writeFile(join(webDir, 'assets/app-1a2b3c.js.br'), 'brotli');
  await writeFile(join(webDir, 'assets/app-1a2b3c.js.gz'), 'gzip');
  await writeFile(join(webDir, 'icon.svg'), '<svg/>');
  await writeFile(join(webDir, '.vite/manifest.json'), '{}');
  await writeFile(join(tmpdir(), 'madang-outside.txt'), 'secret');
  app = await openHttp({ webDir, publicOrigin: null, version: '1.2.3', isReady: () => isReady }, log);
});

afterAll(async () => {
  await app.close();
  await rm(webDir, { recursive: true });
  await rm(join(tmpdir(), 'madang-outside.txt'));
});

function get(url: string, headers: Readonly<Record<string, string>> = {}) {
  return app.inject({ method: 'GET', url, headers: { ...headers } });
}

test.each(['/', '/r/AAAAAAAAAAAAAAAAAAAAAA'])('%s is the page, asked for anew each time', async (url) => {
  const answer = await get(url);
  expect([answer.statusCode, answer.headers['cache-control']]).toEqual([200, 'no-cache']);
  expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
  expect(answer.body).toContain('<title>Madang</title>');
});

test.each([
  '/nothing',
  '/r',
  '/r/a/b',
  '/assets/none.js',
  '/assets/',
  '/.vite/manifest.json',
  '/%2e%2e/madang-outside.txt',
  '/..%2fmadang-outside.txt',
])('%s is the page that says "not found"', async (url) => {
  const answer = await get(url);
  expect(answer.statusCode).toBe(404);
  expect(answer.body).toContain('<title>Madang</title>');
});

test('a file with a hash in its name is kept for ever, compressed as the browser can read it', async () => {
  const url = '/assets/app-1a2b3c.js';
  const brotli = await get(url, { 'accept-encoding': 'gzip, br' });
  expect([brotli.body, brotli.headers['content-encoding']]).toEqual(['brotli', 'br']);
  expect(brotli.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  expect(brotli.headers['content-type']).toMatch(/javascript/u);
  expect((await get(url, { 'accept-encoding': 'gzip' })).body).toBe('gzip');
  expect((await get(url)).body).toBe('plain');
  expect((await get('/icon.svg')).headers['cache-control']).toBe('public, max-age=86400');
});

test('health, readiness and version', async () => {
  expect((await get('/healthz')).body).toBe('ok\n');
  expect((await get('/readyz')).statusCode).toBe(200);
  isReady = false;
  expect((await get('/readyz')).statusCode).toBe(503);
  expect((await get('/healthz')).statusCode).toBe(200);
  isReady = true;
  expect((await get('/version')).json()).toEqual({ name: 'madang', version: '1.2.3', protocol: 1 });
});

describe('every answer', () => {
  test.each(['/', '/nothing', '/healthz', '/version', '/icon.svg', '/assets/app-1a2b3c.js', '/%zz'])(
    'of %s carries the security headers',
    async (url) => {
      expect((await get(url)).headers).toMatchObject(securityHeaders(null));
    },
  );

  test('also to a method that is not served', async () => {
    const answer = await app.inject({ method: 'POST', url: '/', payload: 'x' });
    expect([404, 415]).toContain(answer.statusCode);
    expect(answer.headers).toMatchObject(securityHeaders(null));
  });
});

test('the policy allows nothing from elsewhere, no inline code and no HTML sinks', () => {
  const policy = securityHeaders(null)['content-security-policy'] ?? '';
  const directives = new Map(
    policy.split('; ').map((directive) => [directive.split(' ')[0], directive.split(' ').slice(1)]),
  );
  expect(directives.get('default-src')).toEqual(["'none'"]);
  expect(directives.get('require-trusted-types-for')).toEqual(["'script'"]);
  expect(directives.get('trusted-types')).toEqual(["'none'"]);
  expect(directives.get('frame-ancestors')).toEqual(["'none'"]);
  const sources = new Set([...directives.values()].flat());
  expect(sources).toEqual(new Set(["'none'", "'self'", 'blob:', "'script'"]));
});

test('https is pinned only where the operator has said that there is https', () => {
  expect(securityHeaders(null)).not.toHaveProperty('strict-transport-security');
  expect(securityHeaders('http://192.168.1.5:3000')).not.toHaveProperty('strict-transport-security');
  expect(securityHeaders('https://meet.example.org')).toHaveProperty('strict-transport-security');
});

test('slow clients are not waited for', () => {
  expect([app.server.headersTimeout, app.server.requestTimeout]).toEqual([10_000, 15_000]);
  expect(app.server.maxConnections).toBeGreaterThan(0);
});

test('without built pages the rest still answers', async () => {
  const bare = await openHttp(
    { webDir: join(webDir, 'none'), publicOrigin: null, version: '1', isReady: () => true },
    log,
  );
  expect((await bare.inject('/')).statusCode).toBe(404);
  expect((await bare.inject('/healthz')).statusCode).toBe(200);
  await bare.close();
});
