// Many idle visitors in one process: `swarm.mjs URL GREETING`. Told a number over the process's channel, it opens
// connections until it holds so many, answers what it holds, and from then on only answers pings (Engine.IO protocol 4).
import { WebSocket } from 'ws';

const [url = '', greeting = ''] = process.argv.slice(2);
/** As many as a server takes from one address; loopback has 2^24 of those. */
const perAddress = 150;
/** As a page of the server's own would say it. */
const origin = new URL(url.replace('ws:', 'http:')).origin;
const atOnce = 50;
const opened = { count: 0 };

/** @param {number} number */
function open(number) {
  const localAddress = `127.0.1.${1 + Math.floor(number / perAddress)}`;
  const socket = new WebSocket(url, { perMessageDeflate: false, localAddress, origin });
  return new Promise((resolve, reject) => {
    socket.on('message', (data) => {
      const text = data.toString();
      if (text === '2') socket.send('3');
      else if (text.startsWith('0')) socket.send(greeting);
      else if (text.startsWith('40')) resolve(undefined);
      else if (text.startsWith('44')) reject(new Error(`refused: ${text}`));
    });
    socket.on('open', () => {
      if (greeting === '') resolve(undefined);
    });
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('closed by the server')));
  });
}

/** @param {number} wanted */
async function grow(wanted) {
  while (opened.count < wanted) {
    const batch = Math.min(atOnce, wanted - opened.count);
    await Promise.all(Array.from({ length: batch }, (_, index) => open(opened.count + index)));
    opened.count += batch;
  }
  return opened.count;
}

process.on('message', (wanted) => {
  grow(Number(wanted)).then(
    (held) => process.send?.(held),
    (error) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.on('disconnect', () => process.exit(0));
