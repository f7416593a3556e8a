// Loaded before a measured server (`node --expose-gc --import`): says over the process's channel what its memory holds
// once everything that can be collected is gone. The server itself knows nothing of it.
import { setTimeout as pause } from 'node:timers/promises';

const collections = 4;

async function measure() {
  for (let round = 0; round < collections; round += 1) {
    globalThis.gc?.();
    await pause(50);
  }
  const { heapUsed, rss } = process.memoryUsage();
  return { heapBytes: heapUsed, residentBytes: rss };
}

process.on('message', (question) => {
  if (question === 'measure') void measure().then((answer) => process.send?.(answer));
});
// Being listened to is no reason to stay alive.
process.channel?.unref();
