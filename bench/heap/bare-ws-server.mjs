// The floor: a WebSocket server that does nothing.
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

const http = createServer();
const sockets = new WebSocketServer({ server: http, perMessageDeflate: false });
sockets.on('connection', (socket) => {
  socket.on('message', () => undefined);
  socket.on('error', () => undefined);
});
http.listen(Number(process.env['PORT']), '127.0.0.1');
