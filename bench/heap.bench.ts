// What one idle connection costs our server, beside a WebSocket server that does nothing and Socket.IO as it comes.
// The slope between two sizes, so that what a process needs anyway does not count.
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { socketPath } from '#protocol/handshake.ts';
import { protocolVersion } from '#protocol/session.ts';
import { type Contender, type Memory, openCrowd } from './heap/crowd.ts';
import { spreadOf } from './ratios.ts';
import { type Figure, report } from './report.ts';

const sizes = [2_000, 4_000] as const;
const rounds = 3;
/** Two heartbeats and one window of the rates: what was only needed to connect is gone. */
const settleMs = 12_000;

const enginePath = (path: string) => `${path}/?EIO=4&transport=websocket`;
const contenders = {
  ours: {
    name: 'Madang',
    program: 'dist/server/main.js',
    path: enginePath(socketPath),
    greeting: `40${JSON.stringify({ version: protocolVersion })}`,
  },
  bare: { name: 'bare ws', program: 'bench/heap/bare-ws-server.mjs', path: '/', greeting: '' },
  usual: {
    name: 'default Socket.IO',
    program: 'bench/heap/default-socket-io-server.mjs',
    path: enginePath('/socket.io'),
    greeting: '40',
  },
} satisfies Record<string, Contender>;

type Cost = Record<keyof Memory, number>;

it('an idle connection is cheap', async () => {
  const costs: Record<keyof typeof contenders, Cost[]> = { ours: [], bare: [], usual: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const name of ['ours', 'bare', 'usual'] as const) costs[name].push(await costOf(contenders[name]));
  }
  const perRound = (measure: (round: { ours: Cost; bare: Cost; usual: Cost }) => number) =>
    spreadOf(
      costs.ours.flatMap((ours, round) => {
        const [bare, usual] = [costs.bare[round], costs.usual[round]];
        return bare === undefined || usual === undefined ? [] : [measure({ ours, bare, usual })];
      }),
    );
  const figure = (what: string, unit: string, goal: number | null, measure: Parameters<typeof perRound>[0]): Figure => {
    const { median, least, most } = perRound(measure);
    return { what, unit, value: median, range: [least, most], goal };
  };
  const missed = report(
    'heap',
    [
      figure('heap, ours by bare ws', '×', 1.6, ({ ours, bare }) => ours.heapBytes / bare.heapBytes),
      figure('heap, ours by default Socket.IO', '×', null, ({ ours, usual }) => ours.heapBytes / usual.heapBytes),
      figure('heap a connection, ours', 'B', null, ({ ours }) => ours.heapBytes),
      figure('heap a connection, bare ws', 'B', null, ({ bare }) => bare.heapBytes),
      figure('heap a connection, default Socket.IO', 'B', null, ({ usual }) => usual.heapBytes),
      figure('resident a connection, ours', 'B', null, ({ ours }) => ours.residentBytes),
      figure('resident a connection, bare ws', 'B', null, ({ bare }) => bare.residentBytes),
      figure('resident a connection, default Socket.IO', 'B', null, ({ usual }) => usual.residentBytes),
    ],
    { sizes, costs },
  );
  expect(missed).toEqual([]);
});

/** Bytes a connection: heap from the smaller size to the larger, resident memory from an empty server to the larger. */
async function costOf(contender: Contender): Promise<Cost> {
  const [small, large] = sizes;
  const crowd = await openCrowd(contender);
  try {
    const empty = await crowd.memory();
    const few = await memoryAt(small);
    const many = await memoryAt(large);
    return {
      heapBytes: Math.round((many.heapBytes - few.heapBytes) / (large - small)),
      residentBytes: Math.round((many.residentBytes - empty.residentBytes) / large),
    };
  } finally {
    await crowd.close();
  }

  async function memoryAt(connections: number): Promise<Memory> {
    await crowd.grow(connections);
    await pause(settleMs);
    return crowd.memory();
  }
}
