// How large the camera may be sent over one link: a ladder of sizes, down quickly and up carefully. Pure.
// Audio stands on no rung: its share is set aside before video is measured.
import type { CameraCap, LinkSample } from './ports.ts';

export interface LadderContext {
  /** Links that share the uplink. */
  readonly links: number;
  readonly isCameraOn: boolean;
}

export interface Ladder {
  /** Index in `rungs`. */
  readonly rung: number;
  /** The link, not the number of links, made the picture smaller. */
  readonly isLimited: boolean;
  readonly badSamples: number;
  readonly goodSinceMs: number | null;
  /** Until when the estimate of the uplink is still finding its way; null = begins with the next sample. */
  readonly settlesAtMs: number | null;
  /** The last climb, until it has proved itself. */
  readonly climbedAtMs: number | null;
  readonly climbAfterMs: number;
  /** Round trip without a queue: the smallest seen, slowly forgotten. */
  readonly calmRoundTripMs: number | null;
}

interface Rung extends CameraCap {
  /** Below this the picture is worse than a smaller one at the same bitrate. */
  readonly needsKbps: number;
  /** Share of lost packets that is still worth this size: what is lost is sent again and grows the stream. */
  readonly lossMax: number;
}

const rungs: readonly [Rung, ...Rung[]] = [
  { height: 720, fps: 30, maxKbps: 2_000, needsKbps: 900, lossMax: 0.05 },
  { height: 540, fps: 30, maxKbps: 1_200, needsKbps: 550, lossMax: 0.06 },
  { height: 360, fps: 30, maxKbps: 600, needsKbps: 280, lossMax: 0.08 },
  { height: 270, fps: 30, maxKbps: 350, needsKbps: 160, lossMax: 0.1 },
  { height: 180, fps: 15, maxKbps: 150, needsKbps: 70, lossMax: 0.15 },
  { height: 180, fps: 15, maxKbps: 0, needsKbps: 0, lossMax: 1 },
];
const offRung = rungs.length - 1;
const smallestRung = offRung - 1;
/** From two links on each is held at 360p: three uploads and three encoders are what a laptop carries. */
const meshRung = 2;

const audioKbps = 40;
const badSamplesToFall = 2;
const climbAfterMs = 8_000;
const climbAfterMaxMs = 120_000;
/** Without evidence that the uplink carries more a climb is a trial, and rarer. */
const trialFactor = 4;
const provenAfterMs = 16_000;
/** Chromium begins at 300 kbit/s and probes upward for some seconds; after a climb it probes again. */
const settleAtStartMs = 5_000;
const settleAfterClimbMs = 3_000;
/** A queue this long in front of the uplink delays the voices as well. */
const queueMs = 250;
const slowRoundTripMs = 400;
const forgetCalmMs = 10;

export function newLadder(): Ladder {
  return {
    rung: 0,
    isLimited: false,
    badSamples: 0,
    goodSinceMs: null,
    settlesAtMs: null,
    climbedAtMs: null,
    climbAfterMs,
    calmRoundTripMs: null,
  };
}

/** Null: nothing was measured; only the number of links may have changed. */
export function advanceLadder(
  before: Ladder,
  sample: LinkSample | null,
  nowMs: number,
  context: LadderContext,
): Ladder {
  const ladder = { ...before, rung: Math.max(before.rung, topRung(context)) };
  if (!context.isCameraOn) return rest(ladder);
  if (sample === null) return ladder;
  const measured = { ...ladder, settlesAtMs: ladder.settlesAtMs ?? nowMs + settleAtStartMs };
  const calm = calmest(ladder.calmRoundTripMs, sample.roundTripMs);
  const next = isBad(measured, sample, nowMs)
    ? suffer(measured, sample, nowMs)
    : endure(measured, sample, nowMs, topRung(context));
  return { ...next, calmRoundTripMs: calm };
}

/** The path is another one, or was away: what was learnt of it is forgotten, the size stays. */
export function newPath(ladder: Ladder): Ladder {
  return { ...ladder, badSamples: 0, goodSinceMs: null, settlesAtMs: null, calmRoundTripMs: null };
}

/** Bitrate 0 = the camera is not sent over this link. The same object for the same rung. */
export function capOf(ladder: Ladder): CameraCap {
  return rungAt(ladder.rung);
}

/** 0 to 1: how much of what the number of links allows is sent; 1 unless the link itself is the limit. */
export function shareSent(ladder: Ladder, context: LadderContext): number {
  if (!ladder.isLimited || !context.isCameraOn) return 1;
  return rungAt(ladder.rung).maxKbps / rungAt(topRung(context)).maxKbps;
}

function topRung({ links }: LadderContext): number {
  return links <= 1 ? 0 : meshRung;
}

function rungAt(index: number): Rung {
  return rungs[index] ?? rungs[0];
}

/** While no picture is sent nothing is learnt. Turned on again, a camera is at least tried. */
function rest(ladder: Ladder): Ladder {
  return newPath({ ...ladder, rung: Math.min(ladder.rung, smallestRung) });
}

function isBad(ladder: Ladder, sample: LinkSample, nowMs: number): boolean {
  const { lossMax, needsKbps } = rungAt(ladder.rung);
  if (sample.sentLoss > lossMax) return true;
  const carried = carriedKbps(ladder, sample, nowMs);
  if (carried !== null && carried < needsKbps) return true;
  // A long way is not a queue; and a queue alone never takes the last picture.
  if (ladder.rung >= smallestRung || sample.roundTripMs === null || ladder.calmRoundTripMs === null) return false;
  return sample.roundTripMs >= slowRoundTripMs && sample.roundTripMs > ladder.calmRoundTripMs + queueMs;
}

/** What is left of the uplink for video; null while nothing reliable is known (Firefox gives no estimate). */
function carriedKbps(ladder: Ladder, sample: LinkSample, nowMs: number): number | null {
  if (sample.availableKbps === null || (ladder.settlesAtMs !== null && nowMs < ladder.settlesAtMs)) return null;
  return Math.max(0, sample.availableKbps - audioKbps);
}

function suffer(ladder: Ladder, sample: LinkSample, nowMs: number): Ladder {
  const badSamples = ladder.badSamples + 1;
  if (badSamples < badSamplesToFall) return { ...ladder, badSamples, goodSinceMs: null };
  const hasFailedClimb = ladder.climbedAtMs !== null && nowMs - ladder.climbedAtMs < provenAfterMs;
  return {
    ...ladder,
    rung: fallTo(ladder.rung, carriedKbps(ladder, sample, nowMs)),
    isLimited: true,
    badSamples: 0,
    goodSinceMs: null,
    climbedAtMs: null,
    climbAfterMs: hasFailedClimb ? Math.min(ladder.climbAfterMs * 2, climbAfterMaxMs) : ladder.climbAfterMs,
  };
}

/** One rung, or as many as the estimate says; the picture itself only goes from the smallest. */
function fallTo(rung: number, carried: number | null): number {
  if (rung >= smallestRung) return offRung;
  const fitting = rungs.findIndex(({ needsKbps }, index) => index > rung && (carried === null || needsKbps <= carried));
  return Math.min(fitting, smallestRung);
}

function endure(before: Ladder, sample: LinkSample, nowMs: number, top: number): Ladder {
  const hasProved = before.climbedAtMs !== null && nowMs - before.climbedAtMs >= provenAfterMs;
  const ladder: Ladder = {
    ...before,
    badSamples: 0,
    isLimited: before.isLimited && before.rung > top,
    climbedAtMs: hasProved ? null : before.climbedAtMs,
    climbAfterMs: hasProved ? climbAfterMs : before.climbAfterMs,
  };
  const upper = rungAt(ladder.rung - 1);
  // Half of what the larger size bears: a link that loses just too much for it is not tried again and again.
  if (ladder.rung <= top || sample.sentLoss > upper.lossMax / 2) return { ...ladder, goodSinceMs: null };
  const goodSinceMs = ladder.goodSinceMs ?? nowMs;
  if (nowMs - goodSinceMs < climbWaitMs(ladder, upper, sample, nowMs)) return { ...ladder, goodSinceMs };
  return {
    ...ladder,
    rung: ladder.rung - 1,
    isLimited: ladder.isLimited && ladder.rung - 1 > top,
    goodSinceMs: null,
    climbedAtMs: nowMs,
    settlesAtMs: nowMs + settleAfterClimbMs,
  };
}

function climbWaitMs(ladder: Ladder, upper: Rung, sample: LinkSample, nowMs: number): number {
  const carried = carriedKbps(ladder, sample, nowMs);
  // With the picture off the estimate cannot grow, so it says nothing against trying.
  const hasEvidence = carried === null || carried >= upper.needsKbps || ladder.rung === offRung;
  return hasEvidence ? ladder.climbAfterMs : Math.min(ladder.climbAfterMs * trialFactor, climbAfterMaxMs);
}

function calmest(calm: number | null, roundTripMs: number | null): number | null {
  if (roundTripMs === null) return calm;
  return calm === null ? roundTripMs : Math.min(roundTripMs, calm + forgetCalmMs);
}
