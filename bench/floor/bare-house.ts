// The floor of a call: a page with two video elements, a button and nothing else, and a relay that hands every text from
// one socket to the others.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { portOf } from './port-of.ts';

const html = `<!doctype html><title>Bare call</title>
<style>body { margin: 0; background: black } video { position: fixed; left: 0; top: 0; width: 100%; height: 100% } #own { width: 20%; height: 20% }</style>
<video id="far" autoplay playsinline></video><video id="own" autoplay playsinline muted></video>
<button style="position: fixed; bottom: 0">Call</button>`;

export interface BareHouse {
  readonly origin: string;
  /** Of the relay. */
  readonly socketUrl: string;
  close(): void;
}

export async function openBareHouse(): Promise<BareHouse> {
  const http = createServer((_request, response) => response.setHeader('content-type', 'text/html').end(html));
  const relay = new WebSocketServer({ server: http, perMessageDeflate: false });
  relay.on('connection', (socket) => {
    socket.on('message', (text) => {
      for (const other of relay.clients) if (other !== socket) other.send(text.toString());
    });
  });
  http.listen(0, 'localhost');
  await once(http, 'listening');
  const port = portOf(http.address());
  return {
    origin: `http://localhost:${port}`,
    socketUrl: `ws://localhost:${port}`,
    close() {
      for (const socket of relay.clients) socket.terminate();
      http.close();
    },
  };
}
