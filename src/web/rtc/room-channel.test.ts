import * as v from 'valibot';
import { describe, expect, test, vi } from 'vitest';
import { type ChannelLab, type LabPage, openChannelLab } from '../../testing/channel-lab.ts';
import { roomChannelContract } from '../../testing/room-channel.contract.ts';
import { pick, seededRandom } from '../../testing/seeded-random.ts';

roomChannelContract('data channels', (members) => openChannelLab('direct', members));
roomChannelContract('the server, plain', (members) => openChannelLab('relay', members));
roomChannelContract('the server, sealed', (members) => openChannelLab('sealed relay', members));

function twoOf(lab: ChannelLab): { a: LabPage; b: LabPage; heard: string[] } {
  const [a, b] = lab.pages;
  if (a === undefined || b === undefined) throw new Error('A lab has two pages at least');
  const heard: string[] = [];
  b.channel.onMessage('chat', v.string(), (text) => heard.push(text));
  return { a, b, heard };
}

test('a clogged data channel is tried again until it takes everything, in order', async () => {
  const lab = openChannelLab('direct');
  const { a, heard } = twoOf(lab);
  lab.setClogged(true);
  for (const text of ['1', '2', '3']) a.channel.publish('chat', text, { isReliable: true });
  await lab.settle();
  expect(heard).toEqual([]);
  lab.setClogged(false);
  await lab.settle();
  expect(heard).toEqual(['1', '2', '3']);
});

test('a bug in one feature does not cost another its messages', async () => {
  const lab = openChannelLab('relay');
  const { a, b, heard } = twoOf(lab);
  const reported: unknown[] = [];
  vi.stubGlobal('queueMicrotask', (task: () => void) => {
    try {
      task();
    } catch (bug) {
      reported.push(bug);
    }
  });
  b.channel.onMessage('board', v.string(), () => {
    throw new Error('bug');
  });
  a.channel.publish('board', 'x', { isReliable: true });
  a.channel.publish('chat', 'y', { isReliable: true });
  await lab.settle();
  vi.unstubAllGlobals();
  expect([heard, reported]).toEqual([['y'], [new Error('bug')]]);
});

test('nothing is shown and no alarm rings after the end', async () => {
  const lab = openChannelLab('relay');
  const { a, b, heard } = twoOf(lab);
  a.channel.publish('chat', 'x', { isReliable: true });
  b.channel.close();
  b.channel.close();
  await lab.settle();
  expect(heard).toEqual([]);
});

describe('a dishonest server in a link room', () => {
  async function overheard(): Promise<{ lab: ChannelLab; a: LabPage; b: LabPage; heard: string[] }> {
    const lab = openChannelLab('sealed relay');
    const two = twoOf(lab);
    for (let index = 1; index <= 12; index += 1) two.a.channel.publish('chat', `secret ${index}`, { isReliable: true });
    await lab.settle();
    expect(two.heard).toHaveLength(12);
    return { lab, ...two };
  }

  test('reads nothing: what it carries holds no word of what was said', async () => {
    const { lab } = await overheard();
    const bytes = lab.carried.map(({ fact }) => String.fromCharCode(...fact.body)).join('');
    expect(bytes).not.toContain('secret');
    expect(bytes).not.toContain('chat');
  });

  test('never sees a nonce twice', async () => {
    const { lab } = await overheard();
    const nonces = lab.carried.map(
      ({ fact }) => `${fact.session} ${String.fromCharCode(...fact.body.subarray(0, 12))}`,
    );
    expect(new Set(nonces).size).toBe(nonces.length);
  });

  const seeds = Array.from({ length: 10 }, (_, index) => 311 + index);
  test.each(seeds)(
    'seed %i: by repeating, misplacing, altering and forging makes nobody see anything',
    async (seed) => {
      const { lab, b, heard } = await overheard();
      const random = seededRandom(seed);
      const before = [...heard];
      for (let step = 0; step < 150; step += 1) {
        const { fact } = pick(lab.carried, random);
        const body = new Uint8Array(fact.body);
        if (random() < 0.4) {
          const at = Math.floor(random() * body.length);
          body[at] = (body[at] ?? 0) ^ (1 + Math.floor(random() * 255));
        }
        const other = pick(lab.carried, random).fact;
        const from = random() < 0.3 ? other.from : fact.from;
        const session = random() < 0.3 ? other.session : fact.session;
        const seq = random() < 0.5 ? fact.seq : (1 + Math.floor(random() * 3)) * 2 ** 32 + Math.floor(random() * 30);
        b.channel.handleRelayed({ from, session, seq, body });
      }
      await lab.settle();
      expect(heard).toEqual(before);
    },
  );

  test('cannot reflect what a page said as said by another', async () => {
    const { lab, a, b, heard } = await overheard();
    const mine = lab.carried.filter(({ fact }) => fact.from === b.peer.member);
    for (const { fact } of mine) b.channel.handleRelayed({ ...fact, from: a.peer.member, session: a.peer.session });
    await lab.settle();
    expect(heard).toHaveLength(12);
    expect(b.channel.drops()['unsealed']).toBe(mine.length);
  });
});
