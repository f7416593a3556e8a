// Time that passes only when a test says so. Keeps the Clock port of #call/ports.ts.
import type { Clock } from '#call/ports.ts';

interface Alarm {
  readonly atMs: number;
  readonly wake: () => void;
}

export interface ManualClock extends Clock {
  /** Lets time pass; alarms ring in order, each at its own moment, also those set meanwhile. */
  advance(byMs: number): void;
  /** Alarms that are set and have not rung. */
  pending(): number;
}

export function manualClock(startMs = 1_700_000_000_000): ManualClock {
  let nowMs = startMs;
  const alarms = new Set<Alarm>();

  function nextUntil(endMs: number): Alarm | undefined {
    let next: Alarm | undefined;
    for (const alarm of alarms) {
      if (alarm.atMs <= endMs && (next === undefined || alarm.atMs < next.atMs)) next = alarm;
    }
    return next;
  }

  return {
    now: () => nowMs,
    at(atMs, wake) {
      const alarm = { atMs, wake };
      alarms.add(alarm);
      return () => {
        alarms.delete(alarm);
      };
    },
    advance(byMs) {
      const endMs = nowMs + byMs;
      for (let next = nextUntil(endMs); next !== undefined; next = nextUntil(endMs)) {
        alarms.delete(next);
        nowMs = Math.max(nowMs, next.atMs);
        next.wake();
      }
      nowMs = endMs;
    },
    pending: () => alarms.size,
  };
}
