// A real server on a port of the system's choice, and real pages' sockets on it: for tests of what travels between them.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { io, type Socket } from 'socket.io-client';
import type { Refusal } from '#protocol/errors.ts';
import type { AnswerOf, BodyOf, ClientEvent, FactOf, ServerFact } from '#protocol/gate.ts';
import { protocolVersion } from '#protocol/session.ts';
import { readSettings, type Settings } from '../server/config.ts';
import { type RunningServer, type ServerParts, startServer } from '../server/server.ts';

export interface TestServer extends RunningServer {
  readonly dataDir: string;
  /** Closes the server and leaves its data, for the next one. */
  stop(): Promise<void>;
}

/** STUN is off unless a port is given. `dataDir`: of an earlier server, to be its restart; otherwise a new folder. */
export async function openTestServer(
  changed: Partial<Settings> = {},
  parts: Partial<ServerParts> = {},
): Promise<TestServer> {
  const read = readSettings({});
  if (!read.ok) throw new Error(read.problem);
  const dataDir = changed.dataDir ?? (await mkdtemp(join(tmpdir(), 'madang-')));
  const settings: Settings = { ...read.settings, port: 0, host: '127.0.0.1', stunPort: 0, ...changed, dataDir };
  const server = await startServer(settings, { log: pino({ level: 'silent' }), ...parts });
  return {
    ...server,
    dataDir,
    stop: () => server.close(),
    close: async () => {
      await server.close();
      if (changed.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export interface TestPageOptions {
  readonly transport?: 'websocket' | 'polling';
  /** Begins with polling and changes to WebSocket. */
  readonly upgrade?: boolean;
  readonly origin?: string;
  readonly auth?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface HeardFact {
  readonly fact: string;
  readonly body: unknown;
}

/** One page's socket. */
export class TestPage {
  readonly heard: HeardFact[] = [];
  readonly socket: Socket;
  #listeners = new Set<() => void>();

  constructor(
    url: string,
    {
      transport = 'websocket',
      upgrade = false,
      origin = url,
      auth = { version: protocolVersion },
      headers = {},
    }: TestPageOptions,
  ) {
    this.socket = io(url, {
      transports: upgrade ? ['polling', 'websocket'] : [transport],
      extraHeaders: { origin, ...headers },
      auth: { ...auth },
      reconnection: false,
      forceNew: true,
      autoConnect: false,
    });
    this.socket.onAny((fact: string, body: unknown) => {
      this.heard.push({ fact, body });
      for (const listener of this.#listeners) listener();
    });
  }

  /** Rejects with Socket.IO's connect error. */
  async open(): Promise<this> {
    const opened = new Promise<void>((resolve, reject) => {
      this.socket.once('connect', resolve);
      this.socket.once('connect_error', reject);
    });
    this.socket.connect();
    await opened;
    return this;
  }

  ask<E extends ClientEvent>(event: E, body: BodyOf<E>): Promise<AnswerOf<E> | Refusal> {
    return this.askAnything(event, body);
  }

  /** Whatever an attacker may send; the caller says what answer it expects. */
  askAnything<A>(event: string, ...args: readonly unknown[]): Promise<A> {
    return this.socket.timeout(5_000).emitWithAck(event, ...args);
  }

  /** The first fact of that kind that `fits`, heard already or yet to come within 5 s. */
  async fact<F extends ServerFact>(fact: F, fits: (body: FactOf<F>) => boolean = () => true): Promise<FactOf<F>> {
    const isIt = (one: HeardFact): one is { fact: F; body: FactOf<F> } => one.fact === fact;
    return this.#until(() => this.heard.filter(isIt).find(({ body }) => fits(body))?.body, `fact ${fact}`);
  }

  upgraded(): Promise<void> {
    const { engine } = this.socket.io;
    if (engine.transport.name === 'websocket') return Promise.resolve();
    return new Promise((resolve) => engine.once('upgrade', () => resolve()));
  }

  closed(): Promise<true> {
    if (!this.socket.connected) return Promise.resolve(true);
    return new Promise((resolve) => this.socket.once('disconnect', () => resolve(true)));
  }

  close(): void {
    this.socket.disconnect();
  }

  #until<T>(look: () => T | undefined, what: string): Promise<T> {
    const found = look();
    if (found !== undefined) return Promise.resolve(found);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`not heard: ${what}`)), 5_000);
      const listener = (): void => {
        const now = look();
        if (now === undefined) return;
        clearTimeout(timer);
        this.#listeners.delete(listener);
        resolve(now);
      };
      this.#listeners.add(listener);
    });
  }
}

export function openTestPage(server: RunningServer, options: TestPageOptions = {}): Promise<TestPage> {
  return new TestPage(server.url, options).open();
}
