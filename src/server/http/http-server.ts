// Pages and health over HTTP. Knows no rooms and no sockets; serves the same page for everything a person can open.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { limits } from '#protocol/limits.ts';
import { protocolVersion } from '#protocol/session.ts';
import type { Log } from '../log.ts';
import { securityHeaders } from './security-headers.ts';

const headersTimeoutMs = 10_000;
const requestTimeoutMs = 15_000;
const checkEveryMs = 2_000;
/** The names of built files hold a hash of their content. */
const hashedAssets = '/assets/';

export interface HttpOptions {
  readonly webDir: string;
  readonly publicOrigin: string | null;
  readonly version: string;
  readonly isReady: () => boolean;
}

export async function openHttp(options: HttpOptions, log: Log): Promise<FastifyInstance> {
  const headers = securityHeaders(options.publicOrigin);
  const app = fastify({
    logger: false,
    http: { headersTimeout: headersTimeoutMs, connectionsCheckingInterval: checkEveryMs },
    requestTimeout: requestTimeoutMs,
    bodyLimit: 1_024,
    forceCloseConnections: true,
    exposeHeadRoutes: true,
    // An address that cannot be decoded passes no hook.
    frameworkErrors: (error, _request, reply) => answerError(error, reply.headers(headers), log),
    routerOptions: { maxParamLength: 64 },
  });
  app.server.maxConnections = limits.connectionsPerServer;
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers(headers);
  });
  app.setErrorHandler((error, _request, reply) => answerError(error, reply, log));
  addHealth(app, options);
  await addPages(app, options.webDir, log);
  return app;
}

function addHealth(app: FastifyInstance, { isReady, version }: HttpOptions): void {
  const plain = (reply: FastifyReply) => reply.header('cache-control', 'no-store').type('text/plain; charset=utf-8');
  app.get('/healthz', (_request, reply) => plain(reply).send('ok\n'));
  app.get('/readyz', (_request, reply) =>
    plain(reply.code(isReady() ? 200 : 503)).send(isReady() ? 'ready\n' : 'stopping\n'),
  );
  app.get('/version', (_request, reply) =>
    reply.header('cache-control', 'no-store').send({ name: 'madang', version, protocol: protocolVersion }),
  );
}

async function addPages(app: FastifyInstance, webDir: string, log: Log): Promise<void> {
  if (!(await hasPages(webDir))) {
    log.warn('the pages are not built: only sockets are served');
    app.setNotFoundHandler((_request, reply) => {
      sayNotFound(reply);
    });
    return;
  }
  await app.register(fastifyStatic, {
    root: webDir,
    index: false,
    redirect: false,
    dotfiles: 'ignore',
    preCompressed: true,
    cacheControl: false,
    setHeaders: (response, path) => {
      response.setHeader('cache-control', cachingOf(path));
    },
  });
  const page = (reply: FastifyReply) => reply.sendFile('index.html');
  app.get('/', (_request, reply) => page(reply));
  app.get('/index.html', (_request, reply) => reply.redirect('/', 308));
  app.get('/r/:roomId', (_request, reply) => page(reply));
  app.setNotFoundHandler((request, reply) => {
    if (request.method === 'GET' || request.method === 'HEAD') void page(reply.code(404));
    else sayNotFound(reply);
  });
}

function sayNotFound(reply: FastifyReply): void {
  void reply.code(404).type('text/plain; charset=utf-8').send('not found\n');
}

/** A page is asked for anew each time; what has its hash in its name never changes; the rest (icons) may be a day old. */
function cachingOf(path: string): string {
  const file = path.replaceAll('\\', '/');
  if (file.includes(hashedAssets)) return 'public, max-age=31536000, immutable';
  return /\.html(?:\.br|\.gz)?$/u.test(file) ? 'no-cache' : 'public, max-age=86400';
}

async function hasPages(webDir: string): Promise<boolean> {
  try {
    return (await stat(join(webDir, 'index.html'))).isFile();
  } catch {
    return false;
  }
}

function answerError(error: unknown, reply: FastifyReply, log: Log): void {
  const status =
    error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500;
  // A path that leads out of the folder.
  if (status === 403) {
    reply.callNotFound();
    return;
  }
  if (status >= 500) log.error({ err: error }, 'a request failed');
  void reply
    .code(status)
    .type('text/plain; charset=utf-8')
    .send(status >= 500 ? 'server error\n' : 'bad request\n');
}
