// What one member's page has yet to acknowledge: pieces with a place each, kept until their whole message has arrived.
// Pure; knows neither the way they go nor who else gets them.
import { limits } from '#protocol/limits.ts';
import type { Bytes } from './framing.ts';

export interface OutPiece {
  readonly id: number;
  readonly feature: string;
  readonly index: number;
  readonly isLast: boolean;
  readonly body: Bytes;
}

export interface Outgoing {
  readonly stream: number;
  /** Whole messages only, oldest first: a page that replaces this one must be able to get them from their beginning. */
  readonly pieces: readonly OutPiece[];
  readonly bytes: number;
  /** Position of the first of `pieces`. */
  readonly first: number;
  /** Everything up to this position has arrived. */
  readonly acked: number;
  /** Everything up to this position is on its way, as far as we know. */
  readonly sent: number;
  /** Times in a row that nothing was acknowledged in time. */
  readonly silences: number;
  readonly resendAtMs: number | null;
}

export interface Acknowledged {
  readonly outgoing: Outgoing;
  /** Messages that have arrived whole. */
  readonly arrived: readonly OutPiece[];
}

/** After a silence the way is tried with few pieces: what it carries is acknowledged and the window opens again. */
const triedAfterSilence = 4;
const longestSilenceMs = 16_000;

export function newOutgoing(stream: number): Outgoing {
  return { stream, pieces: [], bytes: 0, first: 1, acked: 0, sent: 0, silences: 0, resendAtMs: null };
}

export function canHold(outgoing: Outgoing, pieces: readonly OutPiece[]): boolean {
  return (
    outgoing.pieces.length + pieces.length <= limits.channelUnackedFragments &&
    outgoing.bytes + bytesOf(pieces) <= limits.channelUnackedBytes
  );
}

export function hold(outgoing: Outgoing, pieces: readonly OutPiece[]): Outgoing {
  return { ...outgoing, pieces: [...outgoing.pieces, ...pieces], bytes: outgoing.bytes + bytesOf(pieces) };
}

/** The pieces that may go now, with the position of the first of them. */
export function nextPieces(
  outgoing: Outgoing,
  window: number,
): { readonly at: number; readonly pieces: readonly OutPiece[] } {
  const open = outgoing.acked + (outgoing.silences > 0 ? Math.min(window, triedAfterSilence) : window);
  const from = outgoing.sent + 1 - outgoing.first;
  const until = open + 1 - outgoing.first;
  return { at: outgoing.sent + 1, pieces: from < until ? outgoing.pieces.slice(from, until) : [] };
}

export function noteSent(outgoing: Outgoing, count: number, nowMs: number, patienceMs: number): Outgoing {
  if (count === 0) return outgoing;
  const resendAtMs = outgoing.resendAtMs ?? nowMs + patience(outgoing.silences, patienceMs);
  return { ...outgoing, sent: outgoing.sent + count, resendAtMs };
}

/** `position` and what follows it did not go after all; that the way is full shows that it lives. */
export function noteUnsent(outgoing: Outgoing, position: number, nowMs: number, patienceMs: number): Outgoing {
  const sent = position > outgoing.acked ? Math.min(outgoing.sent, position - 1) : outgoing.sent;
  return { ...outgoing, sent, resendAtMs: sent > outgoing.acked ? nowMs + patienceMs : null };
}

export function acknowledge(outgoing: Outgoing, position: number, nowMs: number, patienceMs: number): Acknowledged {
  const last = outgoing.first + outgoing.pieces.length - 1;
  if (position <= outgoing.acked || position > last) return { outgoing, arrived: [] };
  const reached = outgoing.pieces.slice(0, position - outgoing.first + 1);
  const whole = reached.slice(0, reached.findLastIndex((piece) => piece.isLast) + 1);
  const sent = Math.max(outgoing.sent, position);
  return {
    outgoing: {
      ...outgoing,
      pieces: outgoing.pieces.slice(whole.length),
      bytes: outgoing.bytes - bytesOf(whole),
      first: outgoing.first + whole.length,
      acked: position,
      sent,
      silences: 0,
      resendAtMs: sent > position ? nowMs + patienceMs : null,
    },
    arrived: whole.filter((piece) => piece.isLast),
  };
}

/** Nothing was acknowledged in time: what is on its way counts as lost, and the next wait is twice as long. */
export function noteSilence(outgoing: Outgoing): Outgoing {
  return { ...outgoing, sent: outgoing.acked, silences: outgoing.silences + 1, resendAtMs: null };
}

/** The way changed: what went the old way may be lost, and the new one gets its first try at once. */
export function tryAgain(outgoing: Outgoing): Outgoing {
  return { ...outgoing, sent: outgoing.acked, silences: 0, resendAtMs: null };
}

/** Everything not yet arrived whole, from its beginning, as a new stream for a page that knows nothing of the old one. */
export function restart(outgoing: Outgoing, stream: number): Outgoing {
  return { ...newOutgoing(stream), pieces: outgoing.pieces, bytes: outgoing.bytes };
}

function patience(silences: number, patienceMs: number): number {
  return Math.min(patienceMs * 2 ** silences, longestSilenceMs);
}

function bytesOf(pieces: readonly OutPiece[]): number {
  return pieces.reduce((sum, piece) => sum + piece.body.byteLength, 0);
}
