// One link's watchdog: from "when did we last hear anything" to restart, new connection, lost. Browsers' own ICE states
// take 6 to 27 s to say what this knows after one. Pure; time comes in with every event.
import type { LinkPhase } from './ports.ts';

export interface Recovery {
  readonly phase: LinkPhase;
  readonly sinceMs: number;
  /** When this connection was begun (or begun anew). */
  readonly begunMs: number;
  readonly lastTickMs: number;
  /** Restarts and new connections since the link was last up: the backoff. */
  readonly tries: number;
  readonly nextTryMs: number;
  /** The connection is new and has not been up yet. */
  readonly isFresh: boolean;
}

export type RecoveryEvent =
  /** About four times a second. `heardMs`: last time anything came from the far end, on the same clock; null = never. */
  | {
      readonly kind: 'tick';
      readonly nowMs: number;
      readonly heardMs: number | null;
      readonly isMediaExpected: boolean;
    }
  | { readonly kind: 'connected'; readonly nowMs: number }
  /** The browser gave up on the candidates it has. */
  | { readonly kind: 'failed'; readonly nowMs: number }
  | { readonly kind: 'network-returned'; readonly nowMs: number }
  /** A new connection replaced the old one, begun by either side. */
  | { readonly kind: 'renewed'; readonly nowMs: number };

export type RecoveryEffect =
  | { readonly kind: 'restart' }
  | { readonly kind: 'renew' }
  /** The far end has missed frames and would wait 3 s before asking for a whole one (libwebrtc's wait for a frame). */
  | { readonly kind: 'refresh-picture' };

export interface Recovered {
  readonly state: Recovery;
  readonly effects: readonly RecoveryEffect[];
}

/** With Opus DTX a silent microphone still sends every 400 ms (RFC 7587 section 3.1.3), so one second is two losses. */
const suspectAfterMs = 1_000;
const restartAfterMs = 2_000;
/** Without media only our own beats are heard, and a hidden page may send them once a second. */
const quietSuspectAfterMs = 2_500;
const quietRestartAfterMs = 5_000;
/** The impolite side tries first, so that both do not restart in the same moment. */
const politeDelayMs = 600;
/** A direct pair that has not connected by then is told about (PRODUCT: within 6 s). */
export const connectWithinMs = 6_000;
const lostAfterMs = 30_000;
/** A new connection instead of another restart. */
const renewAfterTries = 3;
const backoffMs = [2_000, 4_000, 8_000, 15_000] as const;
/** Ticks that far apart mean that the machine slept or the page was frozen: the silence was ours. */
const sleptMs = 3_000;
const afterSleepMs = 500;

export function newRecovery(nowMs: number): Recovery {
  return {
    phase: 'connecting',
    sinceMs: nowMs,
    begunMs: nowMs,
    lastTickMs: nowMs,
    tries: 0,
    nextTryMs: nowMs + connectWithinMs,
    isFresh: true,
  };
}

export function recover(state: Recovery, event: RecoveryEvent, isPolite: boolean): Recovered {
  switch (event.kind) {
    case 'tick':
      return tick(state, event, isPolite);
    case 'connected':
      return up({ ...state, isFresh: false }, event.nowMs);
    case 'failed':
      return state.phase === 'up' ? attempt(state, event.nowMs) : { state, effects: [] };
    case 'network-returned':
      // A link that is heard needs nothing; one that waits for its backoff must not wait any longer.
      return state.phase === 'up'
        ? { state: { ...state, nextTryMs: event.nowMs }, effects: [] }
        : attempt(state, event.nowMs);
    case 'renewed':
      return {
        state: { ...state, begunMs: event.nowMs, nextTryMs: event.nowMs + connectWithinMs, isFresh: true },
        effects: [],
      };
  }
}

function tick(before: Recovery, event: Extract<RecoveryEvent, { kind: 'tick' }>, isPolite: boolean): Recovered {
  const { nowMs } = event;
  const slept = nowMs - before.lastTickMs > sleptMs;
  const state = { ...before, lastTickMs: nowMs };
  if (slept) return { state: { ...state, nextTryMs: nowMs + afterSleepMs }, effects: [] };

  const silentMs = event.heardMs === null ? null : nowMs - event.heardMs;
  if (state.isFresh || silentMs === null) {
    const waiting =
      nowMs - state.begunMs >= connectWithinMs && state.phase === 'connecting' ? to(state, 'lost', nowMs) : state;
    const aged = lostByTime(waiting, nowMs);
    return nowMs >= aged.nextTryMs ? attempt(aged, nowMs) : { state: aged, effects: [] };
  }
  const suspectMs = event.isMediaExpected ? suspectAfterMs : quietSuspectAfterMs;
  if (silentMs < suspectMs) {
    return up(state, nowMs);
  }
  const restartMs = (event.isMediaExpected ? restartAfterMs : quietRestartAfterMs) + (isPolite ? politeDelayMs : 0);
  if (state.phase === 'up') {
    const isRestartDue = silentMs >= restartMs;
    const suspect = { ...to(state, 'suspect', nowMs), nextTryMs: nowMs + Math.max(0, restartMs - silentMs) };
    return isRestartDue ? attempt(suspect, nowMs) : { state: suspect, effects: [] };
  }
  const aged = lostByTime(state, nowMs);
  return nowMs >= aged.nextTryMs ? attempt(aged, nowMs) : { state: aged, effects: [] };
}

function up(state: Recovery, nowMs: number): Recovered {
  const isBack = state.phase !== 'up' && state.phase !== 'connecting';
  const next = { ...to(state, 'up', nowMs), tries: state.phase === 'up' ? state.tries : 0 };
  return { state: next, effects: isBack ? [{ kind: 'refresh-picture' }] : [] };
}

function attempt(state: Recovery, nowMs: number): Recovered {
  const wait = backoffMs[Math.min(state.tries, backoffMs.length - 1)] ?? backoffMs[0];
  const phase = state.phase === 'lost' || state.phase === 'connecting' ? state.phase : 'restarting';
  const next = { ...to(state, phase, nowMs), tries: state.tries + 1, nextTryMs: nowMs + wait };
  const isRenewal = (state.tries + 1) % renewAfterTries === 0;
  return { state: next, effects: [{ kind: isRenewal ? 'renew' : 'restart' }] };
}

/** `sinceMs` of `restarting` starts with the first try, so 30 s of trying in vain is lost. */
function lostByTime(state: Recovery, nowMs: number): Recovery {
  const isTrying = state.phase === 'restarting' || state.phase === 'suspect';
  return isTrying && nowMs - state.sinceMs >= lostAfterMs ? to(state, 'lost', nowMs) : state;
}

function to(state: Recovery, phase: LinkPhase, nowMs: number): Recovery {
  return state.phase === phase ? state : { ...state, phase, sinceMs: nowMs };
}
