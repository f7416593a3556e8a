// The page's own clock: milliseconds since it was loaded, and alarms on it.
import type { Clock } from '#call/ports.ts';

export const pageClock: Clock = {
  now: () => performance.now(),
  at(atMs, wake) {
    const timer = setTimeout(wake, Math.max(0, atMs - performance.now()));
    return () => clearTimeout(timer);
  },
};
