// How a microphone's level is shown and put into words. Levels are linear: root mean square, full scale = 1.

/** -60 dBFS is silence to the eye, -10 dBFS fills the meter: as loudness is heard, not as voltage. */
export function loudness(level: number): number {
  if (level <= 0) return 0;
  return Math.min(1, Math.max(0, (20 * Math.log10(level) + 60) / 50));
}

/** -45 dBFS: a person who speaks, not a fan that hums. */
const voiceLevel = 10 ** (-45 / 20);

export type Hearing = 'listening' | 'heard' | 'silent';

interface HeardState {
  readonly hearing: Hearing;
  /** Since when it has been loud (or quiet) without a break. */
  readonly loudSinceMs: number | null;
  readonly quietSinceMs: number;
}

const heardAfterMs = 1_000;
const silentAfterMs = 6_000;
/** Speech has holes; a break shorter than this does not start the second again. */
const holeMs = 400;

export function startHearing(nowMs: number): HeardState {
  return { hearing: 'listening', loudSinceMs: null, quietSinceMs: nowMs };
}

/** "We can hear you" after 1 s of voice, "No sound yet" after 6 s of none. */
export function hear(state: HeardState, level: number, nowMs: number): HeardState {
  if (level >= voiceLevel) {
    const loudSinceMs = state.loudSinceMs ?? nowMs;
    const isHeard = nowMs - loudSinceMs >= heardAfterMs;
    return { hearing: isHeard ? 'heard' : state.hearing, loudSinceMs, quietSinceMs: nowMs };
  }
  const quietMs = nowMs - state.quietSinceMs;
  return {
    hearing: quietMs >= silentAfterMs ? 'silent' : state.hearing,
    loudSinceMs: quietMs < holeMs ? state.loudSinceMs : null,
    quietSinceMs: state.quietSinceMs,
  };
}
