// A server in a process of its own with a swarm of idle visitors on it, and what its memory holds meanwhile.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { freePort } from '../../e2e/harness/product.ts';
import { until } from '../../e2e/harness/until.ts';

export interface Contender {
  readonly name: string;
  /** Listens on 127.0.0.1 at PORT. */
  readonly program: string;
  /** Of the address that the sockets open. */
  readonly path: string;
  /** What a visitor says once the transport is open; empty = nothing. */
  readonly greeting: string;
}

const Memory = v.object({ heapBytes: v.number(), residentBytes: v.number() });
export type Memory = v.InferOutput<typeof Memory>;

export interface Crowd {
  /** Resolves when that many are connected. */
  grow(connections: number): Promise<void>;
  /** After everything that can be collected is gone. */
  memory(): Promise<Memory>;
  close(): Promise<void>;
}

export async function openCrowd({ program, path, greeting }: Contender): Promise<Crowd> {
  const port = await freePort();
  const dataDir = mkdtempSync(join(tmpdir(), 'madang-bench-'));
  const env = { ...process.env, PORT: `${port}`, HOST: '127.0.0.1', MADANG_DATA_DIR: dataDir, MADANG_STUN_PORT: '0' };
  const execArgv = ['--expose-gc', '--import', './bench/heap/meter.mjs'];
  const server = fork(program, { env, execArgv, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  await until('the server listens', () => canConnect(port));
  const swarm = fork('bench/heap/swarm.mjs', [`ws://127.0.0.1:${port}${path}`, greeting], { execArgv: [] });
  return {
    async grow(connections) {
      await ask(swarm, connections, v.literal(connections));
    },
    memory: () => ask(server, 'measure', Memory),
    async close() {
      await Promise.all([end(swarm), end(server)]);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function ask<T>(child: ChildProcess, question: string | number, answer: v.GenericSchema<unknown, T>): Promise<T> {
  const heard = Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error('The process ended instead of answering.'))),
  ]);
  child.send(question);
  return v.parse(v.tuple([answer]), (await heard).slice(0, 1))[0];
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

function canConnect(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' }, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}
