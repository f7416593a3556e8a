import { describe, expect, test } from 'vitest';
import type { RelayFrame } from '#protocol/relay.ts';
import { Hand, jun, mina, pair, peer, sora } from '../testing/channel-hand.ts';
import { pick, seededRandom } from '../testing/seeded-random.ts';
import type { Peer } from './ports.ts';

describe('a server that carries the bodies of a link room and lies about everything else', () => {
  function carried(count: number): { a: Hand; b: Hand; frames: readonly RelayFrame[] } {
    const { a, b } = pair('relay');
    for (let index = 1; index <= count; index += 1) a.say(`m${index}`);
    return { a, b, frames: a.uploads.splice(0) };
  }

  function give(
    b: Hand,
    frame: RelayFrame | undefined,
    seq: number | undefined = frame?.to[0]?.seq,
    from: Peer = mina,
  ): void {
    if (frame !== undefined) b.happen({ kind: 'relayed', from, seq: seq ?? 0, body: frame.body });
  }

  test('cannot show a message twice, not under another place and not in another stream', () => {
    const { b, frames } = carried(2);
    give(b, frames[0]);
    for (const place of [1, 2, 3]) give(b, frames[0], 2 ** 32 + place);
    give(b, frames[0], 9 * 2 ** 32 + 1);
    expect(b.shown).toEqual(['m1']);
  });

  test('cannot swap two messages: the one that comes too late is not shown', () => {
    const { b, frames } = carried(3);
    give(b, frames[1], frames[0]?.to[0]?.seq);
    give(b, frames[0], frames[1]?.to[0]?.seq);
    give(b, frames[2]);
    expect(b.shown).toEqual(['m2', 'm3']);
  });

  test('cannot show them again by pretending that the page left and came back', () => {
    const { b, frames } = carried(1);
    give(b, frames[0]);
    b.happen({ kind: 'roster', peers: [peer('mina', 2)] });
    b.happen({ kind: 'roster', peers: [mina] });
    give(b, frames[0]);
    expect(b.shown).toEqual(['m1']);
  });

  test('cannot show somebody what was said to another alone', () => {
    const a = new Hand(mina, [jun, sora], 'relay');
    const c = new Hand(sora, [mina, jun], 'relay');
    a.say('only jun', { to: jun.member });
    give(c, a.uploads[0]);
    expect([c.shown, c.state.drops.foreign]).toEqual([[], 1]);
  });

  test('cannot give a lossy message a place, nor take a reliable one’s', () => {
    const { a, b } = pair('relay');
    a.say('cursor', { isReliable: false });
    a.say('text');
    give(b, a.uploads[0], 2 ** 32 + 1);
    give(b, a.uploads[1], 0);
    expect([b.shown, b.state.drops.malformed]).toEqual([[], 2]);
  });

  test('cannot mix the pieces of two long messages into one', () => {
    const { a, b } = pair('relay');
    a.say(`A${'a'.repeat(20_000)}`);
    a.say(`B${'b'.repeat(20_000)}`);
    const [a1, a2, b1, b2] = a.uploads;
    [a1, b2, b1, a2].forEach((frame, index) => {
      give(b, frame, 2 ** 32 + index + 1);
    });
    expect(b.shown).toEqual([]);
  });

  test('is not believed about whose page it is', () => {
    const { b, frames } = carried(1);
    give(b, frames[0], undefined, peer('mina', 2));
    give(b, frames[0], undefined, sora);
    expect([b.shown, b.state.drops.foreign]).toEqual([[], 2]);
  });

  const seeds = Array.from({ length: 30 }, (_, index) => 4_401 + index);
  test.each(seeds)(
    'seed %i: repeating, reordering and misplacing at will, it shows no more than some of it, in order',
    (seed) => {
      const random = seededRandom(seed);
      const { b, frames } = carried(30);
      for (let step = 0; step < 500; step += 1) {
        const frame = pick(frames, random);
        const isHonest = random() < 0.3;
        const stream = 1 + Math.floor(random() * (1 + step / 200));
        const seq = isHonest ? frame.to[0]?.seq : stream * 2 ** 32 + 1 + Math.floor(random() * 40);
        if (random() < 0.02) b.happen({ kind: 'roster', peers: random() < 0.5 ? [] : [peer('mina', 2)] });
        b.happen({ kind: 'roster', peers: [mina] });
        give(b, frame, seq, random() < 0.05 ? peer('mina', 2) : mina);
      }
      const numbers = b.shown.map((text) => Number(text.slice(1)));
      expect(numbers).toEqual([...new Set(numbers)].toSorted((one, other) => one - other));
      expect(b.shown.every((text) => /^m\d+$/.test(text))).toBe(true);
    },
  );
});
