// `npm run dev`: pages from source with reload on change, the server built and restarted on change behind them.
import './steps/node-version.mjs';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { install } from './steps/install.mjs';
import { root } from './steps/run.mjs';

await install();
const vite = await import('vite');

const pagesPort = Number(process.env['PORT'] ?? 3000);
const serverPort = await freePort();
const behind = `http://localhost:${serverPort}`;

/** @type {import('node:child_process').ChildProcess | null} */
let server = null;

/** The sockets come back by themselves, as after any restart: seats are kept. */
async function restartServer() {
  if (server !== null && server.exitCode === null) {
    const ended = once(server, 'exit');
    server.kill();
    await ended;
  }
  server = spawn(process.execPath, [join(root, 'dist', 'dev', 'main.js')], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, PORT: `${serverPort}`, HOST: '127.0.0.1' },
  });
}

const building = await vite.build({
  root,
  configFile: join(root, 'vite.server.config.ts'),
  logLevel: 'warn',
  build: { watch: {}, outDir: 'dist/dev' },
});
if ('on' in building) {
  building.on('event', (event) => {
    if (event.code === 'END') void restartServer();
  });
}

const pages = await vite.createServer({
  configFile: join(root, 'vite.config.ts'),
  server: {
    port: pagesPort,
    strictPort: true,
    proxy: { '/socket.io': { target: behind, ws: true }, '/healthz': behind, '/readyz': behind, '/version': behind },
  },
});
await pages.listen();
pages.printUrls();

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
  process.once(signal, () => {
    server?.kill();
    process.exit(0);
  });
}

async function freePort() {
  const probe = createServer().listen(0);
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
