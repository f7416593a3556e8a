import { describe, expect, it } from 'vitest';
import type { LinkSample } from './ports.ts';
import { advanceQuality, initialQuality, type Qualified, type QualityLevel } from './quality.ts';

const context = { links: 2, isCameraOn: true };
const fine: LinkSample = {
  roundTripMs: 40,
  jitterMs: 5,
  receivedLoss: 0,
  sentLoss: 0,
  receivedKbps: 600,
  sentVideoKbps: 600,
  availableKbps: 3_000,
  receivedFps: 30,
  isRelayed: false,
};

class Link {
  nowMs = 0;
  result: Qualified = advanceQuality(initialQuality(), null, 0, context);

  run(seconds: number, sample: Partial<LinkSample> | null = {}): this {
    for (let second = 0; second < seconds; second += 1) {
      this.nowMs += 1_000;
      const measured = sample === null ? null : { ...fine, ...sample };
      this.result = advanceQuality(this.result.state, measured, this.nowMs, context);
    }
    return this;
  }

  level(): QualityLevel {
    return this.result.level;
  }
}

describe('the word for a link', () => {
  const table: readonly (readonly [Partial<LinkSample>, QualityLevel])[] = [
    [{}, 'good'],
    [{ receivedLoss: 0.029 }, 'good'],
    [{ receivedLoss: 0.03 }, 'fair'],
    [{ sentLoss: 0.03 }, 'fair'],
    [{ receivedLoss: 0.06 }, 'weak'],
    [{ roundTripMs: 199 }, 'good'],
    [{ roundTripMs: 200 }, 'fair'],
    [{ roundTripMs: 400 }, 'weak'],
    [{ roundTripMs: null }, 'good'],
    [{ jitterMs: 30 }, 'fair'],
    [{ jitterMs: 60 }, 'weak'],
  ];
  it.each(table)('%o is %s', (sample, level) => {
    expect(new Link().run(6, sample).level()).toBe(level);
  });

  it('follows what had to be given up: 270 of 360 lines is good, 180 is weak', () => {
    expect(new Link().run(14, { availableKbps: 250 }).level()).toBe('good');
    expect(new Link().run(14, { availableKbps: 120 }).level()).toBe('weak');
  });

  it('is not worse because fewer links may send more', () => {
    const link = new Link().run(20);
    link.result = advanceQuality(link.result.state, fine, link.nowMs + 1_000, { links: 1, isCameraOn: true });
    expect(link.result.cap.height).toBe(360);
    expect(link.level()).toBe('good');
  });
});

describe('the change of words', () => {
  it('one bad second among six is smoothed', () => {
    expect(new Link().run(10).run(1, { receivedLoss: 0.15 }).level()).toBe('good');
  });

  it('falls at once when the last six seconds say so', () => {
    expect(new Link().run(10).run(1, { receivedLoss: 0.5 }).level()).toBe('weak');
  });

  it('rises after 8 s without anything as bad', () => {
    const link = new Link().run(6, { roundTripMs: 500 });
    // The window needs seconds to forget as well: 2 until it is not weak, 4 until it is good.
    expect(link.run(8).level()).toBe('weak');
    expect(link.run(1).level()).toBe('fair');
    expect(link.run(3).level()).toBe('good');
  });

  it('rises to the worst of those 8 s, not to the best', () => {
    const link = new Link().run(6, { receivedLoss: 0.1 }).run(6, { receivedLoss: 0.04 });
    expect(link.run(9, { receivedLoss: 0.04 }).level()).toBe('fair');
  });

  it('does not rise while it flutters', () => {
    const link = new Link().run(6, { receivedLoss: 0.1 });
    for (let round = 0; round < 10; round += 1) link.run(3, { receivedLoss: 0.12 }).run(4);
    expect(link.level()).toBe('weak');
  });
});

describe('a link without media', () => {
  it('is lost after 3 s, not during the first connecting', () => {
    expect(new Link().run(20, null).level()).toBe('good');
    const link = new Link().run(5).run(2, null);
    expect(link.level()).toBe('good');
    expect(link.run(1, null).level()).toBe('lost');
  });

  it('is weak as soon as it is heard again, and good 8 s later', () => {
    const link = new Link().run(5).run(10, null).run(1);
    expect(link.level()).toBe('weak');
    expect(link.run(8).level()).toBe('good');
  });

  it('keeps the size of its picture and forgets the old path', () => {
    const link = new Link().run(10).run(5, null);
    // The estimate begins anew on another path; so does what a calm round trip is.
    expect(link.run(4, { availableKbps: 100, roundTripMs: 600 }).result.cap.height).toBe(360);
  });
});

describe('the memory of a link', () => {
  it('is bounded, however often it is measured', () => {
    let state = initialQuality();
    for (let index = 0; index < 10_000; index += 1) state = advanceQuality(state, fine, index, context).state;
    expect(state.recent.length).toBeLessThanOrEqual(12);
  });
});
