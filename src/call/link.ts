// One link with one page: negotiation and watchdog as one reducer, and the counter of connections that both sides share.
import type { Signal } from '#protocol/signaling.ts';
import {
  type Negotiation,
  type NegotiationEffect,
  type NegotiationEvent,
  negotiate,
  newNegotiation,
} from './negotiation.ts';
import { newRecovery, type Recovery, type RecoveryEvent, recover } from './recovery.ts';

export interface Link {
  readonly isPolite: boolean;
  /** Connections these two pages have tried with each other; both count on to the higher number. */
  readonly attempt: number;
  readonly negotiation: Negotiation;
  readonly recovery: Recovery;
}

export type LinkEvent =
  | { readonly kind: 'begin'; readonly initiates: boolean }
  | { readonly kind: 'signal'; readonly signal: Signal; readonly nowMs: number }
  /** From the connection with this attempt: what an older one still says is dropped. */
  | { readonly kind: 'negotiation'; readonly attempt: number; readonly event: NegotiationEvent; readonly nowMs: number }
  | { readonly kind: 'recovery'; readonly event: RecoveryEvent };

export type LinkEffect =
  /** Opens a connection in place of the present one. `initiates`: it brings its own media sections and channels. */
  | { readonly kind: 'open'; readonly attempt: number; readonly initiates: boolean }
  /** New ICE credentials with the next offer (RFC 8445 section 2.4); the browser then asks for that offer. */
  | { readonly kind: 'restart-ice' }
  /** A whole frame next, whatever the far end has. */
  | { readonly kind: 'refresh-picture' }
  | { readonly kind: 'send'; readonly signal: Signal }
  | Exclude<NegotiationEffect, { kind: 'send' | 'broken' }>;

export interface Linked {
  readonly state: Link;
  readonly effects: readonly LinkEffect[];
}

const renewAtMostEveryMs = 2_000;

export function newLink(isPolite: boolean, nowMs: number): Link {
  return { isPolite, attempt: 0, negotiation: newNegotiation(isPolite), recovery: newRecovery(nowMs) };
}

export function advanceLink(state: Link, event: LinkEvent): Linked {
  switch (event.kind) {
    case 'begin':
      return { state, effects: [{ kind: 'open', attempt: state.attempt, initiates: event.initiates }] };
    case 'signal':
      return heard(state, event.signal, event.nowMs);
    case 'negotiation':
      return event.attempt === state.attempt ? negotiated(state, event.event, event.nowMs) : { state, effects: [] };
    case 'recovery':
      return watched(state, event.event);
  }
}

function heard(state: Link, signal: Signal, nowMs: number): Linked {
  if (signal.attempt < state.attempt) return { state, effects: [] };
  if (signal.attempt === state.attempt) {
    const yielded =
      signal.kind === 'offer' && mustYield(state) ? yieldConnection(state, nowMs) : { state, effects: [] };
    const taken = negotiated(yielded.state, { kind: 'signal', signal }, nowMs);
    return { state: taken.state, effects: [...yielded.effects, ...taken.effects] };
  }
  // Only an offer can begin a connection; candidates that overtook it are repeated inside it.
  if (signal.kind !== 'offer') return { state, effects: [] };
  const renewed = renew(state, signal.attempt, false, nowMs);
  const taken = negotiated(renewed.state, { kind: 'signal', signal }, nowMs);
  return { state: taken.state, effects: [...renewed.effects, ...taken.effects] };
}

/** Both sides began this connection and we give way: nothing of ours has been agreed on yet. */
function mustYield({ isPolite, negotiation }: Link): boolean {
  const isOffering = negotiation.phase.kind === 'making-offer' || negotiation.phase.kind === 'awaiting-answer';
  return isPolite && isOffering && negotiation.remote === null;
}

/**
 * Answers with a new connection instead of rolling back: media sections that lost a collision are never associated
 * (JSEP, RFC 8829 section 5.10), and browsers ask for an offer without end to get rid of them.
 */
function yieldConnection(state: Link, nowMs: number): Linked {
  const renewed = renew(state, state.attempt, false, nowMs);
  const { offerId } = state.negotiation;
  return { ...renewed, state: { ...renewed.state, negotiation: { ...renewed.state.negotiation, offerId } } };
}

function renew(state: Link, attempt: number, initiates: boolean, nowMs: number): Linked {
  const recovery = recover(state.recovery, { kind: 'renewed', nowMs }, state.isPolite).state;
  return {
    state: { ...state, attempt, negotiation: newNegotiation(state.isPolite), recovery },
    effects: [{ kind: 'open', attempt, initiates }],
  };
}

function negotiated(state: Link, event: NegotiationEvent, nowMs: number): Linked {
  const result = negotiate(state.negotiation, event);
  let next: Link = { ...state, negotiation: result.state };
  const effects: LinkEffect[] = [];
  for (const effect of result.effects) {
    if (effect.kind === 'send') {
      effects.push({ kind: 'send', signal: { ...effect.signal, attempt: next.attempt } });
    } else if (effect.kind === 'broken') {
      // A page whose descriptions never fit would spin here: the watchdog's backoff takes over.
      if (nowMs - next.recovery.begunMs < renewAtMostEveryMs) continue;
      const renewed = renew(next, next.attempt + 1, true, nowMs);
      next = renewed.state;
      effects.push(...renewed.effects);
    } else {
      effects.push(effect);
    }
  }
  return { state: next, effects };
}

function watched(state: Link, event: RecoveryEvent): Linked {
  const result = recover(state.recovery, event, state.isPolite);
  let next: Link = { ...state, recovery: result.state };
  const effects: LinkEffect[] = [];
  for (const effect of result.effects) {
    if (effect.kind === 'restart') {
      effects.push({ kind: 'restart-ice' });
    } else if (effect.kind === 'refresh-picture') {
      effects.push(effect);
    } else {
      const renewed = renew(next, next.attempt + 1, true, event.nowMs);
      next = renewed.state;
      effects.push(...renewed.effects);
    }
  }
  return { state: next, effects };
}
