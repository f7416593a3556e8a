import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newRecovery, type Recovery, type RecoveryEffect, type RecoveryEvent, recover } from './recovery.ts';

interface Told {
  readonly atMs: number;
  readonly kind: RecoveryEffect['kind'];
}

/** Runs the watchdog on a clock of 250 ms; `heard` says whether anything arrived in the tick before that moment. */
class Watch {
  state: Recovery = newRecovery(0);
  nowMs = 0;
  heardMs: number | null = null;
  readonly told: Told[] = [];
  readonly isPolite: boolean;

  constructor(isPolite = false) {
    this.isPolite = isPolite;
  }

  connect(): this {
    this.heardMs = this.nowMs;
    return this.say({ kind: 'connected', nowMs: this.nowMs });
  }

  say(event: RecoveryEvent): this {
    const { state, effects } = recover(this.state, event, this.isPolite);
    this.state = state;
    for (const { kind } of effects) this.told.push({ atMs: this.nowMs, kind });
    return this;
  }

  run(forMs: number, isHeard: boolean, isMediaExpected = true): this {
    for (const endMs = this.nowMs + forMs; this.nowMs < endMs; ) {
      this.nowMs += 250;
      if (isHeard) this.heardMs = this.nowMs;
      this.say({ kind: 'tick', nowMs: this.nowMs, heardMs: this.heardMs, isMediaExpected });
    }
    return this;
  }
}

describe('a link that falls silent', () => {
  it('is suspect after one second and restarted after two', () => {
    const watch = new Watch().connect().run(5_000, true);
    expect(watch.run(1_000, false).state.phase).toBe('suspect');
    expect(watch.told).toEqual([]);
    watch.run(1_000, false);
    expect(watch.state.phase).toBe('restarting');
    expect(watch.told).toEqual([{ atMs: 7_000, kind: 'restart' }]);
  });

  it('is restarted later by the polite side, so that not both do', () => {
    const watch = new Watch(true).connect().run(5_000, true).run(2_500, false);
    expect(watch.told).toEqual([]);
    expect(watch.run(250, false).told).toHaveLength(1);
  });

  it('is left alone for longer while the other side says it sends nothing', () => {
    const watch = new Watch().connect().run(5_000, true, false).run(2_250, false, false);
    expect(watch.state.phase).toBe('up');
    expect(watch.run(500, false, false).state.phase).toBe('suspect');
    expect(watch.run(2_250, false, false).told).toHaveLength(1);
  });

  it('is up again as soon as anything is heard', () => {
    const watch = new Watch().connect().run(5_000, true).run(3_000, false).run(250, true);
    expect(watch.state.phase).toBe('up');
    expect(watch.state.tries).toBe(0);
    expect(watch.told.at(-1)).toEqual({ atMs: watch.nowMs, kind: 'refresh-picture' });
  });

  it('begins again with a whole picture also when the browser says first that it is connected', () => {
    const watch = new Watch().connect().run(5_000, true).run(3_000, false).connect();
    expect(watch.told.at(-1)?.kind).toBe('refresh-picture');
  });

  it('gets a new connection at every third try and is lost after thirty seconds, but never given up', () => {
    const watch = new Watch().connect().run(5_000, true).run(120_000, false);
    expect(watch.state.phase).toBe('lost');
    expect(watch.told.slice(0, 3).map(({ kind }) => kind)).toEqual(['restart', 'restart', 'renew']);
    expect(watch.told.length).toBeGreaterThan(6);
    const last = watch.told.at(-1)?.atMs ?? 0;
    expect(watch.nowMs - last).toBeLessThanOrEqual(15_000);
  });

  it('is restarted at once when the network returns', () => {
    const watch = new Watch().connect().run(5_000, true).run(4_250, false);
    const before = watch.told.length;
    watch.say({ kind: 'network-returned', nowMs: watch.nowMs });
    expect(watch.told.length).toBe(before + 1);
  });

  it('is not touched by the return of a network when it is heard', () => {
    const watch = new Watch().connect().run(5_000, true);
    watch.say({ kind: 'network-returned', nowMs: watch.nowMs });
    expect(watch.told).toEqual([]);
  });
});

describe('a link that never connects', () => {
  it('is called lost after six seconds and tried again and again', () => {
    const watch = new Watch().run(5_750, false);
    expect(watch.told).toEqual([]);
    watch.run(250, false);
    expect(watch.told).toEqual([{ atMs: 6_000, kind: 'restart' }]);
    expect(watch.state.phase).toBe('lost');
    expect(watch.run(60_000, false).told.length).toBeGreaterThan(4);
    expect(watch.connect().state.phase).toBe('up');
  });
});

describe('a machine that slept', () => {
  it('gets half a second to hear something before the link is restarted', () => {
    const watch = new Watch().connect().run(5_000, true);
    watch.nowMs += 60_000;
    watch.say({ kind: 'tick', nowMs: watch.nowMs, heardMs: watch.heardMs, isMediaExpected: true });
    expect(watch.told).toEqual([]);
    expect(watch.run(250, true).state.phase).toBe('up');
    expect(watch.told).toEqual([]);
  });
});

it('never tries more often than its backoff, whatever is heard', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), fc.boolean()), { maxLength: 400 }), (steps) => {
      const watch = new Watch().connect();
      for (const [isHeard, isExpected] of steps) watch.run(250, isHeard, isExpected);
      const tries = watch.told.filter(({ kind }) => kind !== 'refresh-picture');
      const gaps = tries.slice(1).map((told, index) => told.atMs - (tries[index]?.atMs ?? 0));
      expect(gaps.every((gap) => gap >= 2_000)).toBe(true);
    }),
  );
});
