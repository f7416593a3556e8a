// How good a link is, in four words, and how large the camera may be sent over it. Pure.
import {
  advanceLadder,
  capOf,
  type Ladder,
  type LadderContext,
  newLadder,
  newPath,
  shareSent,
} from './camera-ladder.ts';
import type { CameraCap, LinkSample } from './ports.ts';

export type QualityLevel = 'good' | 'fair' | 'weak' | 'lost';

export interface Quality {
  readonly level: QualityLevel;
  /** When each of these was last measured: the worst of the last 8 s is shown. */
  readonly fairAtMs: number | null;
  readonly weakAtMs: number | null;
  /** The last seconds, oldest first. */
  readonly recent: readonly Measured[];
  readonly ladder: Ladder;
}

export interface Qualified {
  readonly state: Quality;
  readonly level: QualityLevel;
  readonly cap: CameraCap;
}

interface Measured {
  readonly atMs: number;
  /** 0 to 1, the worse direction. */
  readonly loss: number;
  readonly roundTripMs: number | null;
  readonly jitterMs: number;
}

interface Bounds {
  readonly loss: number;
  readonly roundTripMs: number;
  readonly jitterMs: number;
  /** Of what could be sent, at least. */
  readonly shareSent: number;
}

/** Stricter than what is usual (Jitsi: loss 6 and 8 %), so that the bars speak before the people complain. */
const goodBelow: Bounds = { loss: 0.03, roundTripMs: 200, jitterMs: 30, shareSent: 0.5 };
const fairBelow: Bounds = { loss: 0.06, roundTripMs: 400, jitterMs: 60, shareSent: 0.3 };

const smoothingMs = 6_000;
/** More often than each half second would only be noise. */
const recentMax = 12;
/** A word falls at once and rises after this long. */
const riseAfterMs = 8_000;
const lostAfterMs = 3_000;

export function initialQuality(): Quality {
  return { level: 'good', fairAtMs: null, weakAtMs: null, recent: [], ladder: newLadder() };
}

/**
 * One second of one link. `sample` null: nothing could be measured, or only `context` changed; a link that gave no sample
 * for 3 s is lost. `nowMs` on the call's clock; the cap holds for this link alone.
 */
export function advanceQuality(
  before: Quality,
  sample: LinkSample | null,
  nowMs: number,
  context: LadderContext,
): Qualified {
  const silentMs = nowMs - (before.recent.at(-1)?.atMs ?? nowMs);
  if (sample === null) {
    const ladder = advanceLadder(before.ladder, null, nowMs, context);
    return qualified(silentMs >= lostAfterMs ? { ...before, level: 'lost', ladder } : { ...before, ladder });
  }
  const isBack = silentMs >= lostAfterMs;
  const ladder = advanceLadder(isBack ? newPath(before.ladder) : before.ladder, sample, nowMs, context);
  const recent = [...(isBack ? [] : before.recent), measure(sample, nowMs)]
    .filter(({ atMs }) => nowMs - atMs < smoothingMs)
    .slice(-recentMax);
  const measured = levelOf(recent, shareSent(ladder, context));
  const fairAtMs = measured === 'fair' ? nowMs : before.fairAtMs;
  // Heard again after a silence is not lost any more, but has to earn the better words.
  const weakAtMs = measured === 'weak' || isBack ? nowMs : before.weakAtMs;
  return qualified({ level: shown(fairAtMs, weakAtMs, nowMs), fairAtMs, weakAtMs, recent, ladder });
}

function qualified(state: Quality): Qualified {
  return { state, level: state.level, cap: capOf(state.ladder) };
}

function measure(sample: LinkSample, atMs: number): Measured {
  const loss = Math.max(sample.receivedLoss, sample.sentLoss);
  return { atMs, loss, roundTripMs: sample.roundTripMs, jitterMs: sample.jitterMs };
}

function levelOf(recent: readonly Measured[], share: number): QualityLevel {
  const loss = mean(recent.map((one) => one.loss));
  const roundTripMs = mean(recent.flatMap((one) => (one.roundTripMs === null ? [] : [one.roundTripMs])));
  const jitterMs = mean(recent.map((one) => one.jitterMs));
  const isWithin = (bounds: Bounds): boolean =>
    loss < bounds.loss && roundTripMs < bounds.roundTripMs && jitterMs < bounds.jitterMs && share >= bounds.shareSent;
  if (isWithin(goodBelow)) return 'good';
  return isWithin(fairBelow) ? 'fair' : 'weak';
}

function shown(fairAtMs: number | null, weakAtMs: number | null, nowMs: number): QualityLevel {
  if (weakAtMs !== null && nowMs - weakAtMs < riseAfterMs) return 'weak';
  return fairAtMs !== null && nowMs - fairAtMs < riseAfterMs ? 'fair' : 'good';
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
