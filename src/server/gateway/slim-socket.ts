// Takes off a new socket what Socket.IO keeps for it and nobody here uses: there are thousands of sockets doing nothing.
// The only place that touches the library's inside; the tests of the gateway say that everything still works.
import type { Socket } from 'socket.io';

/** Called on the socket, with whatever came. */
export type SocketListener = (this: Socket, ...args: unknown[]) => void;

/** We ask pages nothing, so there are no acknowledgements to wait for. */
const noAcknowledgements = new Map();

/** `listeners` replaces an own list on every socket (what `onAny` would make). */
export function slimDown(socket: Socket, listeners: readonly [SocketListener]): void {
  // The request that opened the socket, its headers, and a copy of them.
  Reflect.set(socket.conn, 'request', undefined);
  Reflect.set(socket, 'handshake', undefined);
  // A Socket.IO room that holds this socket alone.
  socket.nsp.adapter.delAll(socket.id);
  Reflect.set(socket, 'acks', noAcknowledgements);
  Reflect.set(socket, '_anyListeners', listeners);
}
