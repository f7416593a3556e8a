// Signaling over Socket.IO: the only importer of socket.io-client. Retries for ever with growing pauses; keeps no queue,
// because what is worth repeating is repeated by its owner after `onUp`.
import { signal } from '@preact/signals';
import { io, type Socket } from 'socket.io-client';
import { Refusal, type RefusalCode } from '#protocol/errors.ts';
import {
  type AnswerOf,
  type BodyOf,
  type ClientEvent,
  type FactOf,
  facts,
  gate,
  type ServerFact,
} from '#protocol/gate.ts';
import { socketPath } from '#protocol/handshake.ts';
import { parse, type Schema } from '#protocol/messages.ts';
import { protocolVersion } from '#protocol/session.ts';
import type { Answer, Signaling } from './signaling.ts';

/** The same rows, seen so that an event's name leads to its own schema. */
const answerRows: { readonly [E in ClientEvent]: { readonly answer: Schema<AnswerOf<E>> } } = gate;
const factRows: { readonly [F in ServerFact]: { readonly body: Schema<FactOf<F>> } } = facts;

const defaultTimeoutMs = 8_000;
const retryFirstMs = 250;
const retryMostMs = 5_000;
const connectTimeoutMs = 4_000;

export function openSignaling(origin: string): Signaling {
  return new SocketSignaling(origin);
}

class SocketSignaling implements Signaling {
  readonly connection = signal<Signaling['connection']['value']>({ phase: 'connecting' });
  readonly #socket: Socket;
  readonly #upListeners = new Set<() => void>();
  #failures = 0;
  #whyDown: RefusalCode | 'unreachable' = 'unreachable';
  #retry: ReturnType<typeof setTimeout> | null = null;
  #isReplacing = false;
  #isClosed = false;

  constructor(origin: string) {
    this.#socket = io(origin, {
      path: socketPath,
      transports: ['websocket', 'polling'],
      tryAllTransports: true,
      auth: { version: protocolVersion },
      reconnection: false, // our own retries tell when the next one is
      timeout: connectTimeoutMs,
    });
    this.#socket.on('connect', () => this.#connected());
    this.#socket.on('disconnect', () => this.#lost());
    this.#socket.on('connect_error', (error) => this.#refused(error));
  }

  async ask<E extends ClientEvent>(
    event: E,
    body: BodyOf<E>,
    options?: { readonly timeoutMs?: number },
  ): Promise<Answer<E>> {
    const deadline = performance.now() + (options?.timeoutMs ?? defaultTimeoutMs);
    if (!(await this.#waitUntilUp(deadline))) return { ok: false, code: this.#whyDown };
    try {
      const left = Math.max(1, deadline - performance.now());
      const answer: unknown = await this.#socket.timeout(left).emitWithAck(event, body);
      return readAnswer(event, answer);
    } catch {
      return { ok: false, code: 'unreachable' };
    }
  }

  tell<E extends ClientEvent>(event: E, body: BodyOf<E>): boolean {
    if (!this.#socket.connected) return false;
    this.#socket.emit(event, body);
    return true;
  }

  on<F extends ServerFact>(fact: F, receive: (body: FactOf<F>) => void): () => void {
    const listener = (input: unknown): void => {
      // A newer server may say what this page does not know: it is ignored.
      const parsed = parse(factRows[fact].body, input);
      if (parsed.ok) receive(parsed.value);
    };
    const name: string = fact;
    this.#socket.on(name, listener);
    return () => this.#socket.off(name, listener);
  }

  onUp(receive: () => void): () => void {
    this.#upListeners.add(receive);
    return () => this.#upListeners.delete(receive);
  }

  reconnectNow(): void {
    if (this.#isClosed) return;
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.#retry = null;
    // A connection that hangs in a dead network is given up: the new one is tried on the present network.
    this.#isReplacing = true;
    this.#socket.disconnect();
    this.#isReplacing = false;
    this.connection.value = { phase: 'down', retryAtMs: null };
    this.#socket.connect();
  }

  close(): void {
    this.#isClosed = true;
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.#socket.disconnect();
  }

  /** A server of another version says so before anything else; reloading the page fetches its pages. */
  #refused(error: Error): void {
    const told = parse(Refusal, 'data' in error ? error.data : null);
    this.#whyDown = told.ok ? told.value.code : 'unreachable';
    this.#lost();
  }

  #connected(): void {
    this.#failures = 0;
    this.#whyDown = 'unreachable';
    this.connection.value = { phase: 'up' };
    for (const listener of this.#upListeners) listener();
  }

  #lost(): void {
    if (this.#isClosed || this.#isReplacing || this.#retry !== null) return;
    const pauseMs = Math.min(retryMostMs, retryFirstMs * 2 ** this.#failures) * (0.75 + Math.random() / 2);
    this.#failures += 1;
    this.connection.value = { phase: 'down', retryAtMs: Date.now() + pauseMs };
    this.#retry = setTimeout(() => {
      this.#retry = null;
      this.connection.value = { phase: 'down', retryAtMs: null };
      this.#socket.connect();
    }, pauseMs);
  }

  #waitUntilUp(deadline: number): Promise<boolean> {
    if (this.#socket.connected) return Promise.resolve(true);
    if (this.#whyDown !== 'unreachable') return Promise.resolve(false);
    return new Promise((resolve) => {
      const settle = (isUp: boolean): void => {
        clearTimeout(timer);
        stop();
        resolve(isUp);
      };
      const timer = setTimeout(() => settle(false), Math.max(0, deadline - performance.now()));
      const stop = this.onUp(() => settle(true));
    });
  }
}

function readAnswer<E extends ClientEvent>(event: E, input: unknown): Answer<E> {
  const refused = parse(Refusal, input);
  if (refused.ok) return refused.value;
  const answered = parse(answerRows[event].answer, input);
  return answered.ok ? answered.value : { ok: false, code: 'version-mismatch' };
}
