// One socket: the visitor that rooms know, a bounded queue of what waits to be sent, and nothing else, because there are
// thousands of them doing nothing.
import type { Socket } from 'socket.io';
import type { FactOf, ServerFact } from '#protocol/gate.ts';
import { limits } from '#protocol/limits.ts';
import type { HeldSeat } from '../rooms/visitor.ts';
import { sizeOf } from './body-size.ts';
import type { Sender } from './dispatch.ts';

const idle: Promise<void> = Promise.resolve();

export class Connection implements Sender {
  readonly #socket: Socket;
  readonly address: string;
  readonly pageHost: string | null;
  seat: HeldSeat | null = null;
  #lastEvent = idle;
  /** Bytes handed over since the transport last had nothing to do. */
  #queuedBytes = 0;

  constructor(socket: Socket, address: string, pageHost: string | null) {
    this.#socket = socket;
    this.address = address;
    this.pageHost = pageHost;
  }

  get socketId(): string {
    return this.#socket.id;
  }

  /** Runs `work`, which never rejects, when all events before it are answered; not at all once the socket is closed. */
  inOrder(work: () => Promise<void>): void {
    this.#lastEvent = this.#lastEvent.then(() => (this.#socket.connected ? work() : undefined));
  }

  send<F extends ServerFact>(fact: F, body: FactOf<F>, options?: { readonly isLossy: boolean }): void {
    if (!this.#socket.connected) return;
    const isLossy = options?.isLossy ?? false;
    if (this.#hasRoomFor(body, isLossy ? limits.lossyQueueBytes : limits.outQueueBytes)) this.#socket.emit(fact, body);
    // A gap in the facts would go unseen; a new connection starts with the whole truth.
    else if (!isLossy) this.disconnect();
  }

  /** Sends what `acknowledge` was given for, through the same bounded queue. */
  reply(acknowledge: (answer: unknown) => void, answer: unknown): void {
    if (this.#hasRoomFor(answer, limits.outQueueBytes)) acknowledge(answer);
    else this.disconnect();
  }

  /** Closes without waiting for what is queued: who reads too slowly would hold it for ever. */
  disconnect(): void {
    this.#socket.conn.close(true);
  }

  #hasRoomFor(body: unknown, mostBytes: number): boolean {
    const bytes = sizeOf(body, limits.outQueueBytes) ?? limits.frameBytes;
    // A writable transport has handed everything to the system (Engine.IO sends one batch at a time).
    if (this.#socket.conn.transport.writable) this.#queuedBytes = 0;
    if (this.#queuedBytes + bytes > mostBytes) return false;
    this.#queuedBytes += bytes;
    return true;
  }
}
