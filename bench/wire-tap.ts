// Counts what a page says to the server and hears from it, as Socket.IO messages inside WebSocket frames. Heartbeats are
// left out, and messages that carry ICE candidates alone are counted apart: how many there are is the machine's affair.
import type { Page } from 'playwright-core';
import * as v from 'valibot';

export interface Counted {
  messages: number;
  /** UTF-8, without WebSocket's own framing. */
  bytes: number;
}

export interface Direction {
  /** Opening the connection: Engine.IO's and Socket.IO's own messages. */
  readonly greeting: Counted;
  /** Events, facts and answers. */
  readonly said: Counted;
  readonly candidates: Counted;
  /** Name of each message in `said`, in order. */
  readonly names: string[];
}

export interface Tapped {
  readonly up: Direction;
  readonly down: Direction;
}

export interface WireTap {
  /** Since the page was opened or the counting began anew. */
  counted(): Tapped;
  /** Begins anew at zero. */
  reset(): void;
}

const Kind = v.object({ kind: v.string() });
const Signals = v.union([
  v.pipe(
    v.object({ signals: v.array(v.object({ signal: Kind })) }),
    v.transform(({ signals }) => signals.map(({ signal }) => signal.kind)),
  ),
  v.pipe(
    v.object({ signal: Kind }),
    v.transform(({ signal }) => [signal.kind]),
  ),
]);

/** Call before the page is opened. */
export function tapWire(page: Page): WireTap {
  let up = newDirection();
  let down = newDirection();
  page.on('websocket', (socket) => {
    socket.on('framesent', ({ payload }) => count(up, String(payload)));
    socket.on('framereceived', ({ payload }) => count(down, String(payload)));
  });
  return {
    counted: () => ({ up, down }),
    reset() {
      up = newDirection();
      down = newDirection();
    },
  };
}

function newDirection(): Direction {
  const none = (): Counted => ({ messages: 0, bytes: 0 });
  return { greeting: none(), said: none(), candidates: none(), names: [] };
}

/** Engine.IO protocol 4: the first character is the packet's type, in a message the second is Socket.IO's. */
function count(direction: Direction, frame: string): void {
  const isHeartbeat = /^[23]/.test(frame);
  if (isHeartbeat) return;
  const message = /^4[23]\d*(\[.*)$/s.exec(frame)?.[1];
  if (message === undefined) {
    add(direction.greeting, frame);
    return;
  }
  const name = nameOf(JSON.parse(message), frame.startsWith('43'));
  if (name === 'candidates') {
    add(direction.candidates, frame);
    return;
  }
  add(direction.said, frame);
  direction.names.push(name);
}

function add(counted: Counted, frame: string): void {
  counted.messages += 1;
  counted.bytes += Buffer.byteLength(frame);
}

function nameOf(message: unknown, isAnswer: boolean): string {
  if (isAnswer) return 'answer';
  const [event, body] = v.parse(v.looseTuple([v.string(), v.unknown()]), message);
  const signals = v.safeParse(Signals, body);
  if (!signals.success) return event;
  const kinds = [...new Set(signals.output)].sort();
  return kinds.join() === 'candidates' ? 'candidates' : kinds.filter((kind) => kind !== 'candidates').join('+');
}
