import { describe, expect, test } from 'vitest';
import { limits } from '#protocol/limits.ts';
import { converse, Hand, jun, mina, pair, peer, sora } from '../testing/channel-hand.ts';
import { wakesAtMs } from './channel.ts';
import type { Way } from './channel-state.ts';

describe('a message', () => {
  test.each<Way>(['direct', 'relay'])('by %s is shown once and its sender learns that it arrived', (way) => {
    const { a, b } = pair(way);
    a.say('hello');
    converse(a, b);
    expect(b.shown).toEqual(['hello']);
    expect(a.delivered).toEqual([1]);
  });

  test('said while nobody else is here has nobody left to reach', () => {
    const a = new Hand(mina, [], 'none');
    a.say('hello');
    expect(a.delivered).toEqual([1]);
  });

  test('waits for a way and goes at once when there is one', () => {
    const { a, b } = pair('none');
    a.say('hello');
    expect([a.sent, a.uploads, wakesAtMs(a.state)]).toEqual([[], [], null]);
    a.happen({ kind: 'way', member: jun.member, way: 'relay' });
    b.hears(a);
    expect(b.shown).toEqual(['hello']);
  });

  test('under way when the data channel dies goes through the server at once, and is shown once', () => {
    const { a, b } = pair('direct');
    a.say('hello');
    const late = a.sent.splice(0);
    a.happen({ kind: 'way', member: jun.member, way: 'relay' });
    b.hears(a);
    expect(b.shown).toEqual(['hello']);
    for (const { bytes } of late) b.happen({ kind: 'frame', from: mina.member, bytes });
    expect(b.shown).toEqual(['hello']);
  });

  test('lost by the server is sent again, each time after a longer wait', () => {
    const { a } = pair('relay');
    a.say('hello');
    const waits: number[] = [];
    for (let round = 0; round < 6; round += 1) {
      const atMs = wakesAtMs(a.state) ?? a.nowMs;
      waits.push(atMs - a.nowMs);
      a.wait(atMs - a.nowMs);
    }
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 16_000]);
    expect(a.uploads).toHaveLength(7);
  });

  test('to everybody through the server is one upload', () => {
    const a = new Hand(mina, [jun, sora], 'relay');
    a.say('hello');
    expect(a.uploads.map(({ to }) => to.map(({ member }) => member))).toEqual([[jun.member, sora.member]]);
  });

  test('to one is for that one: the same place in her stream stays free for what follows', () => {
    const a = new Hand(mina, [jun, sora], 'relay');
    const [b, c] = [new Hand(jun, [mina, sora], 'relay'), new Hand(sora, [mina, jun], 'relay')];
    a.say('only jun', { to: jun.member });
    a.say('both');
    const uploads = [...a.uploads];
    b.hears(a);
    a.uploads = uploads;
    c.hears(a);
    expect([b.shown, c.shown]).toEqual([['only jun', 'both'], ['both']]);
  });

  test('is delivered when the last one has it or has left', () => {
    const a = new Hand(mina, [jun, sora], 'relay');
    const b = new Hand(jun, [mina], 'relay');
    a.say('hello');
    converse(a, b);
    expect(a.delivered).toEqual([]);
    a.happen({ kind: 'roster', peers: [jun] });
    expect(a.delivered).toEqual([1]);
  });
});

describe('acknowledgements', () => {
  test('ride on what is said anyway over a data channel', () => {
    const { a, b } = pair('direct');
    a.say('question');
    b.hears(a);
    b.say('answer');
    b.wait(1_000);
    expect(b.sent).toHaveLength(1);
    a.hears(b);
    expect(a.delivered).toEqual([1]);
  });

  test('of many members go up together', () => {
    const c = new Hand(sora, [mina, jun], 'relay');
    for (const from of [mina, jun]) {
      const hand = new Hand(from, [sora], 'relay');
      hand.say('hello');
      c.hears(hand);
    }
    c.wait(100);
    expect(c.uploads.map(({ to }) => to.map(({ member }) => member))).toEqual([[mina.member, jun.member]]);
  });
});

describe('a page that is loaded again', () => {
  test('gets what its predecessor had not acknowledged, a long message from its beginning', () => {
    const { a, b } = pair('relay');
    a.say('first');
    converse(a, b);
    a.say(`long${'.'.repeat(40_000)}`);
    a.say('last');
    // The old page has acknowledged the first piece of three.
    const [piece] = a.uploads.splice(0);
    a.uploads.push(...(piece === undefined ? [] : [piece]));
    b.hears(a);
    b.wait(100);
    a.hears(b);
    const again = new Hand(peer('jun', 2), [mina], 'relay');
    a.uploads = [];
    a.happen({ kind: 'roster', peers: [peer('jun', 2)] });
    a.happen({ kind: 'way', member: jun.member, way: 'relay' });
    converse(a, again);
    expect(again.shown.map((text) => text.slice(0, 5))).toEqual(['long.', 'last']);
    expect(a.delivered).toEqual([1, 2, 3]);
  });

  test('is not given the frames that were for its predecessor', () => {
    const { a } = pair('direct');
    const again = new Hand(peer('jun', 2), [mina], 'direct');
    a.say('for the old page');
    again.hears(a);
    expect(again.shown).toEqual([]);
    expect(again.state.drops.foreign).toBe(1);
  });

  test('speaks anew: its first message is not taken for the old page’s', () => {
    const { a, b } = pair('direct');
    a.say('old');
    converse(a, b);
    const again = new Hand(peer('mina', 2), [jun], 'direct');
    again.say('new');
    const frames = [...again.sent];
    b.hears(again);
    expect(b.state.drops.foreign).toBe(1);
    b.happen({ kind: 'roster', peers: [peer('mina', 2)] });
    b.happen({ kind: 'way', member: mina.member, way: 'direct' });
    again.sent = frames;
    b.hears(again);
    expect(b.shown).toEqual(['old', 'new']);
  });
});

test('a member who was missing from the roster for a moment hears on without a gap and nothing twice', () => {
  const { a, b } = pair('relay');
  a.say('one');
  converse(a, b);
  a.say('two');
  b.hears(a);
  // Jun's server forgot Mina before Jun could acknowledge; Mina's page knows nothing of it.
  b.happen({ kind: 'roster', peers: [] });
  b.happen({ kind: 'roster', peers: [mina] });
  b.happen({ kind: 'way', member: mina.member, way: 'relay' });
  a.say('three');
  converse(a, b);
  expect(b.shown).toEqual(['one', 'two', 'three']);
  expect(a.delivered).toEqual([1, 2, 3]);
});

describe('lossy messages', () => {
  test('of each feature only the newest is kept while there is no way', () => {
    const { a, b } = pair('none');
    for (const text of ['x1', 'x2']) a.say(text, { isReliable: false, feature: 'board' });
    for (const text of ['y1', 'y2']) a.say(text, { isReliable: false, feature: 'presence' });
    a.happen({ kind: 'way', member: jun.member, way: 'direct' });
    b.hears(a);
    expect(b.shown).toEqual(['x2', 'y2']);
  });

  test('that a full data channel refused go when it is free, unless a newer one came', () => {
    const { a } = pair('direct');
    a.say('x1', { isReliable: false });
    const [refused] = a.sent.splice(0);
    if (refused !== undefined) a.happen({ kind: 'full', unsent: refused });
    a.say('x2', { isReliable: false });
    expect(a.sent).toEqual([]);
    a.wait(50);
    expect(a.sent).toHaveLength(1);
  });

  test('from a peer that invents features are bounded', () => {
    const { a, b } = pair('relay');
    for (let index = 0; index < 40; index += 1) {
      a.say('x', { isReliable: false, feature: `feature${String.fromCharCode(97 + (index % 26))}${index}` });
      b.hears(a);
    }
    expect(b.shown).toHaveLength(32);
    expect(b.state.drops['over-bound']).toBe(8);
  });
});

describe('bounds', () => {
  test('one message over what a link keeps is refused and changes nothing', () => {
    const { a } = pair('none');
    for (let index = 0; index < limits.channelUnackedFragments; index += 1) expect(a.say('x')).toBe('ok');
    const before = a.state;
    expect(a.say('x')).toBe('channel-full');
    expect(a.state).toBe(before);
  });

  test('one byte over what a link keeps is refused', () => {
    const { a } = pair('none');
    const big = 'x'.repeat(250_000);
    expect([1, 2, 3, 4].map(() => a.say(big))).toEqual(['ok', 'ok', 'ok', 'ok']);
    expect(a.say(big)).toBe('channel-full');
  });

  test('a full link refuses for all, so that nobody misses what others got', () => {
    const a = new Hand(mina, [jun, sora], 'none');
    for (let index = 0; index < limits.channelUnackedFragments; index += 1) a.say('x', { to: sora.member });
    expect(a.say('to both')).toBe('channel-full');
    expect(a.say('to jun', { to: jun.member })).toBe('ok');
  });

  test('too large a message is refused', () => {
    const { a } = pair('direct');
    expect(a.say('x'.repeat(limits.channelMessageBytes))).toBe('too-large');
    expect(a.say('x'.repeat(limits.fragmentBytes), { isReliable: false })).toBe('too-large');
  });

  test('pieces further ahead than the bound are not kept', () => {
    const { a, b } = pair('relay');
    a.say('x');
    const body = a.uploads[0]?.body ?? new Uint8Array(0);
    for (let ahead = 2; ahead < limits.channelEarlyFragments + 20; ahead += 1) {
      b.happen({ kind: 'relayed', from: mina, seq: 2 ** 32 + ahead, body });
    }
    expect(b.state.links.get(mina.member)?.incoming.early.size).toBe(limits.channelEarlyFragments - 1);
    expect(b.state.drops['over-bound']).toBe(19);
  });

  test('what gone pages have shown is remembered for as many as a room ever sees', () => {
    const { b } = pair('relay');
    for (let page = 1; page <= 1_100; page += 1) {
      const a = new Hand(peer('mina', page), [jun], 'relay');
      a.say('x');
      b.happen({ kind: 'roster', peers: [a.state.me] });
      b.hears(a);
    }
    expect([b.shown.length, b.state.retired.size]).toEqual([1_100, 1_024]);
  });

  test('a refused piece goes again when the data channel has room, and no sooner', () => {
    const { a, b } = pair('direct');
    a.say('one');
    a.say('two');
    for (const unsent of a.sent.splice(0)) a.happen({ kind: 'full', unsent });
    a.wait(49);
    expect(a.sent).toEqual([]);
    a.wait(1);
    b.hears(a);
    expect(b.shown).toEqual(['one', 'two']);
  });

  test('bytes that are no frame are counted and change nothing else', () => {
    const { b } = pair('direct');
    for (const bytes of [new Uint8Array(0), new Uint8Array(10), new Uint8Array(60_000)]) {
      b.happen({ kind: 'frame', from: mina.member, bytes });
    }
    expect([b.state.drops.malformed, b.shown, b.sent]).toEqual([3, [], []]);
    b.happen({ kind: 'frame', from: sora.member, bytes: new Uint8Array(60) });
    expect(b.drops()).toBe(4);
  });
});
