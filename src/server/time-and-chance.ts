// Time and chance as the server takes them from the machine; every other file gets them as an input.
import { randomBytes } from 'node:crypto';
import type { Clock, Random } from '#call/ports.ts';

export interface TimeAndChance {
  /** Milliseconds since 1970 when the process started, counted on from there: a corrected system clock moves no deadline. */
  readonly clock: Clock;
  /** For games, not for secrets. */
  readonly random: Random;
  /** For ids, keys and everything that must not be guessed. */
  readonly randomBytes: (count: number) => Uint8Array;
}

/** setTimeout overflows above 2^31 - 1 ms and then fires at once. */
const longestTimeoutMs = 2_147_483_647;

const systemClock: Clock = {
  now: () => Math.floor(performance.timeOrigin + performance.now()),
  at(atMs, wake) {
    let timer = setTimeout(ring, delayUntil(atMs));
    // A room's deadlines do not keep a process alive that has closed its doors.
    timer.unref();
    function ring(): void {
      if (systemClock.now() >= atMs) {
        wake();
        return;
      }
      timer = setTimeout(ring, delayUntil(atMs));
      timer.unref();
    }
    return () => clearTimeout(timer);
  },
};

function delayUntil(atMs: number): number {
  return Math.min(Math.max(atMs - systemClock.now(), 1), longestTimeoutMs);
}

export const systemTimeAndChance: TimeAndChance = {
  clock: systemClock,
  random: Math.random,
  randomBytes: (count) => randomBytes(count),
};
