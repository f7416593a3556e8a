// The built server as a process of its own: on a free port, with an empty data folder, to be stopped, killed, restarted.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from './until.ts';

export interface Product {
  readonly port: number;
  /** As a browser on this machine opens it: a secure context. */
  readonly origin: string;
  /** What it has logged so far. */
  log(): string;
  /** Asks it to stop and resolves with its exit code. */
  stop(): Promise<number | null>;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
  /** On the same port with the same data. */
  startAgain(): Promise<void>;
  /** Kills it if it still runs, and removes its data. */
  remove(): Promise<void>;
}

/** Resolves when the server takes people in. */
export async function startProduct(settings: Readonly<Record<string, string>> = {}): Promise<Product> {
  const dataDir = mkdtempSync(join(tmpdir(), 'madang-data-'));
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const env = { ...process.env, PORT: `${port}`, MADANG_DATA_DIR: dataDir, MADANG_STUN_PORT: '0', ...settings };
  let log = '';
  let server = await run();

  async function run(): Promise<ChildProcess> {
    const child = spawn(process.execPath, ['dist/server/main.js'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        log += text;
      });
    await until('the server is ready', async () => {
      if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}:\n${log}`);
      return (await fetch(`${origin}/readyz`)).ok;
    });
    return child;
  }

  async function end(signal: NodeJS.Signals): Promise<number | null> {
    if (server.exitCode !== null || server.signalCode !== null) return server.exitCode;
    const ended = once(server, 'exit');
    server.kill(signal);
    await ended;
    return server.exitCode;
  }

  return {
    port,
    origin,
    log: () => log,
    stop: () => end('SIGTERM'),
    async kill() {
      await end('SIGKILL');
    },
    async startAgain() {
      server = await run();
    },
    async remove() {
      await end('SIGKILL');
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** A TCP port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0);
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  if (address === null || typeof address === 'string') throw new Error('The system gave no port.');
  return address.port;
}
