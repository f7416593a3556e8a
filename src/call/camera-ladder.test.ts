import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advanceLadder, capOf, type Ladder, type LadderContext, newLadder } from './camera-ladder.ts';
import type { LinkSample } from './ports.ts';

const oneLink: LadderContext = { links: 1, isCameraOn: true };
const mesh: LadderContext = { links: 3, isCameraOn: true };

const fine: LinkSample = {
  roundTripMs: 40,
  jitterMs: 5,
  receivedLoss: 0,
  sentLoss: 0,
  receivedKbps: 1_500,
  sentVideoKbps: 1_500,
  availableKbps: 5_000,
  receivedFps: 30,
  isRelayed: false,
};

/** One link, one sample a second. */
class Link {
  ladder: Ladder = newLadder();
  nowMs = 0;
  readonly heights: number[] = [];
  readonly context: LadderContext;

  constructor(context: LadderContext = oneLink) {
    this.context = context;
  }

  run(seconds: number, sample: Partial<LinkSample> = {}, context: LadderContext = this.context): this {
    for (let second = 0; second < seconds; second += 1) {
      this.nowMs += 1_000;
      this.ladder = advanceLadder(this.ladder, { ...fine, ...sample }, this.nowMs, context);
      this.heights.push(this.height());
    }
    return this;
  }

  /** 0 = no picture is sent. */
  height(): number {
    const { height, maxKbps } = capOf(this.ladder);
    return maxKbps === 0 ? 0 : height;
  }
}

describe('how large the camera is sent', () => {
  it('one good link gets 720p with 2,000 kbit/s, each of two or three 360p with 600', () => {
    expect(capOf(new Link().run(10).ladder)).toMatchObject({ height: 720, fps: 30, maxKbps: 2_000 });
    for (const links of [2, 3]) {
      const link = new Link({ links, isCameraOn: true }).run(10);
      expect(capOf(link.ladder)).toMatchObject({ height: 360, fps: 30, maxKbps: 600 });
    }
  });

  it('a third person brings a link to 360p at once, and their leaving lets it climb again', () => {
    const link = new Link().run(10).run(1, {}, mesh);
    expect(link.height()).toBe(360);
    expect(link.run(18, {}, oneLink).height()).toBe(720);
  });

  it('the change of links counts before the next measurement', () => {
    expect(capOf(advanceLadder(newLadder(), null, 0, mesh)).height).toBe(360);
  });

  it.each([
    { availableKbps: 5_000, height: 720 },
    { availableKbps: 800, height: 540 },
    { availableKbps: 400, height: 360 },
    { availableKbps: 250, height: 270 },
    { availableKbps: 120, height: 180 },
    { availableKbps: 60, height: 0 },
  ])('an uplink of $availableKbps kbit/s carries $height lines', ({ availableKbps, height }) => {
    expect(new Link().run(14, { availableKbps }).height()).toBe(height);
  });

  it.each([
    { sentLoss: 0.02, height: 720 },
    { sentLoss: 0.055, height: 540 },
    { sentLoss: 0.07, height: 360 },
    { sentLoss: 0.09, height: 270 },
    { sentLoss: 0.14, height: 180 },
    { sentLoss: 0.2, height: 0 },
  ])('a loss of $sentLoss bears $height lines', ({ sentLoss, height }) => {
    expect(new Link().run(14, { sentLoss }).height()).toBe(height);
  });
});

describe('going down', () => {
  it('takes two bad seconds, not one', () => {
    const link = new Link().run(10).run(1, { sentLoss: 0.3 });
    expect(link.height()).toBe(720);
    expect(link.run(1, { sentLoss: 0.3 }).height()).toBe(540);
    expect(new Link().run(10).run(1, { sentLoss: 0.3 }).run(1).run(1, { sentLoss: 0.3 }).height()).toBe(720);
  });

  it('goes as far as the estimate says, and gives the picture up only from the smallest', () => {
    const link = new Link().run(10).run(2, { availableKbps: 50 });
    expect(link.height()).toBe(180);
    expect(link.run(2, { availableKbps: 50 }).height()).toBe(0);
  });

  it("does not take the browser's first guess of the uplink for the truth", () => {
    expect(new Link().run(5, { availableKbps: 300 }).run(5).heights).toEqual(Array(10).fill(720));
  });

  it('answers a queue that holds the voices up, but neither a long way nor the last picture', () => {
    expect(new Link().run(10).run(2, { roundTripMs: 900 }).height()).toBe(540);
    expect(new Link().run(60, { roundTripMs: 700 }).height()).toBe(720);
    expect(new Link().run(10).run(20, { roundTripMs: 3_000 }).height()).toBe(180);
  });

  it('without an estimate (Firefox) goes by loss alone', () => {
    expect(new Link().run(30, { availableKbps: null }).height()).toBe(720);
    expect(new Link().run(2, { availableKbps: null, sentLoss: 0.2 }).height()).toBe(540);
  });

  it('leaves the other links as they are: each has its own ladder', () => {
    const slow = new Link(mesh).run(20, { availableKbps: 120 });
    const quick = new Link(mesh).run(20);
    expect([slow.height(), quick.height()]).toEqual([180, 360]);
  });
});

describe('going up', () => {
  it('takes 8 good seconds a rung', () => {
    const link = new Link().run(10).run(2, { availableKbps: 250 });
    expect(link.height()).toBe(270);
    expect(link.run(8).height()).toBe(270);
    expect(link.run(1).height()).toBe(360);
    expect(link.run(9).height()).toBe(540);
  });

  it('tries more rarely after each failed try', () => {
    const link = new Link(mesh).run(10).run(2, { sentLoss: 0.2 });
    const triesAtS: number[] = [];
    for (let second = 0; second < 200; second += 1) {
      const before = link.height();
      link.run(1, { sentLoss: before === 360 ? 0.2 : 0 });
      if (before === 270 && link.height() === 360) triesAtS.push(second);
    }
    const waits = triesAtS.slice(1).map((atS, index) => atS - (triesAtS[index] ?? 0));
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    expect(waits[0]).toBeGreaterThanOrEqual(16);
    expect(waits.at(-1)).toBeGreaterThanOrEqual(64);
  });

  it('tries again at the usual pace after a try that held', () => {
    const link = new Link().run(10).run(4, { sentLoss: 0.2 }).run(9).run(2, { sentLoss: 0.2 });
    expect(link.height()).toBe(360);
    expect(link.run(17 + 17 + 20).height()).toBe(720);
    expect(link.run(2, { sentLoss: 0.2 }).height()).toBe(540);
    expect(link.run(9).height()).toBe(720);
  });

  it('does not try a size that bears hardly more loss than there is', () => {
    const link = new Link().run(10).run(4, { sentLoss: 0.2 });
    expect(link.run(120, { sentLoss: 0.04 }).height()).toBe(360);
  });

  it('gives the estimate two seconds to follow before it counts against the new size', () => {
    const link = new Link().run(10).run(2, { availableKbps: 250 }).run(9);
    expect(link.height()).toBe(360);
    expect(link.run(2, { availableKbps: 250 }).run(5).height()).toBe(360);
  });

  it('gives a picture that was off another chance, though nothing proves the uplink better', () => {
    const link = new Link().run(10, { availableKbps: 60 });
    expect(link.height()).toBe(0);
    expect(link.run(8, { availableKbps: 60 }).height()).toBe(180);
  });
});

describe('a camera that is off', () => {
  it('learns nothing from the silence, and is tried when it is turned on again', () => {
    const off: LadderContext = { links: 1, isCameraOn: false };
    const link = new Link().run(10, { availableKbps: 60 }).run(5, { availableKbps: 60 }, off);
    expect(link.run(1, { availableKbps: 60 }).height()).toBe(180);
    expect(new Link().run(60, { availableKbps: 60 }, off).height()).toBe(720);
  });
});

const anySample = fc
  .record({
    availableKbps: fc.option(fc.integer({ min: 0, max: 6_000 })),
    sentLoss: fc.double({ min: 0, max: 0.4, noNaN: true }),
    roundTripMs: fc.option(fc.integer({ min: 1, max: 2_000 })),
  })
  .map((some): LinkSample => ({ ...fine, ...some }));
const anyContext = fc.record({ links: fc.integer({ min: 1, max: 3 }), isCameraOn: fc.boolean() });

describe('on any link', () => {
  it('never sends more than the number of links allows', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.option(anySample), anyContext), { maxLength: 120 }), (seconds) => {
        let ladder = newLadder();
        seconds.forEach(([sample, context], second) => {
          ladder = advanceLadder(ladder, sample, second * 1_000, context);
          const { height, maxKbps } = capOf(ladder);
          expect(height).toBeLessThanOrEqual(context.links > 1 ? 360 : 720);
          expect(maxKbps).toBeLessThanOrEqual(context.links > 1 ? 600 : 2_000);
        });
      }),
    );
  });

  it('a worse second never leads to a larger picture than a better one would have', () => {
    fc.assert(
      fc.property(
        fc.array(anySample, { maxLength: 60 }),
        anySample,
        fc.integer({ min: 0, max: 3_000 }),
        fc.double({ min: 0, max: 0.3, noNaN: true }),
        fc.integer({ min: 0, max: 1_000 }),
        (past, better, lessKbps, moreLoss, moreMs) => {
          const link = new Link();
          for (const sample of past) link.run(1, sample);
          const worse: LinkSample = {
            ...better,
            availableKbps: better.availableKbps === null ? null : Math.max(0, better.availableKbps - lessKbps),
            sentLoss: better.sentLoss + moreLoss,
            roundTripMs: better.roundTripMs === null ? null : better.roundTripMs + moreMs,
          };
          const at = link.nowMs + 1_000;
          const afterBetter = capOf(advanceLadder(link.ladder, better, at, oneLink));
          const afterWorse = capOf(advanceLadder(link.ladder, worse, at, oneLink));
          expect(afterWorse.maxKbps).toBeLessThanOrEqual(afterBetter.maxKbps);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('that stays as it is the size goes up at most once in 8 s, and ever more rarely', () => {
    fc.assert(
      fc.property(anySample, anyContext, (sample, context) => {
        const link = new Link(context).run(600, sample);
        const climbsAtS = link.heights.flatMap((height, second) => {
          const before = link.heights[second - 1];
          return before !== undefined && height > before ? [second] : [];
        });
        const waits = climbsAtS.slice(1).map((atS, index) => atS - (climbsAtS[index] ?? 0));
        for (const wait of waits) expect(wait).toBeGreaterThanOrEqual(8);
        // A constant link is known after a while: two trials in the last two minutes are one too many.
        expect(climbsAtS.filter((second) => second >= 480).length).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('that carries more ends with no smaller picture', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000 }), fc.integer({ min: 0, max: 2_000 }), (availableKbps, more) => {
        const usual = (available: number): number => {
          const heights = new Link().run(120, { availableKbps: available }).heights.slice(60);
          return heights.sort((a, b) => a - b)[Math.floor(heights.length / 2)] ?? 0;
        };
        expect(usual(availableKbps + more)).toBeGreaterThanOrEqual(usual(availableKbps));
      }),
    );
  });
});
