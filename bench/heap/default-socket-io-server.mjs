// For comparison: Socket.IO as it comes, one handler a socket.
import { createServer } from 'node:http';
import { Server } from 'socket.io';

const http = createServer();
new Server(http).on('connection', (socket) => {
  socket.on('message', () => undefined);
});
http.listen(Number(process.env['PORT']), '127.0.0.1');
