// One link's offer/answer machine: perfect negotiation (W3C WebRTC section 10.7) with one description effect in flight,
// so that no order of messages can wedge it. Knows no browser, no wire and no time.
import type { Candidate, Signal } from '#protocol/signaling.ts';

/** Whose description a candidate belongs to: an offer of its sender, or its answer to an offer of the other side. */
export interface DescriptionName {
  readonly of: 'offer' | 'answer';
  readonly id: number;
}

type Phase =
  | { readonly kind: 'stable' }
  | { readonly kind: 'making-offer'; readonly id: number }
  | { readonly kind: 'awaiting-answer'; readonly id: number }
  | { readonly kind: 'taking-offer'; readonly id: number }
  | { readonly kind: 'making-answer'; readonly id: number }
  | { readonly kind: 'taking-answer'; readonly id: number };

interface RemoteOffer {
  readonly id: number;
  readonly sdp: string;
}

interface EarlyCandidates {
  readonly name: DescriptionName;
  readonly candidates: readonly Candidate[];
}

export interface Negotiation {
  readonly isPolite: boolean;
  readonly phase: Phase;
  /** Number of the last own offer. */
  readonly offerId: number;
  /** Number of the newest offer of the other side that was taken, answered or ignored. */
  readonly remoteOfferId: number;
  readonly local: DescriptionName | null;
  readonly remote: DescriptionName | null;
  /** A new offer is needed once stable. */
  readonly isOfferDue: boolean;
  /** The newest offer that came while an effect was in flight. */
  readonly inbox: RemoteOffer | null;
  /** Candidates that came before the description they belong to; bounded. */
  readonly early: readonly EarlyCandidates[];
}

export type NegotiationEvent =
  | { readonly kind: 'needed' }
  | { readonly kind: 'made'; readonly sdp: string }
  | { readonly kind: 'taken' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'gathered'; readonly candidates: readonly Candidate[] }
  | { readonly kind: 'signal'; readonly signal: NegotiationSignal }
  /** What was sent may have been lost: say it again. */
  | { readonly kind: 'repeat' };

/** A Signal without the counter of attempts, which belongs to the link. */
export type NegotiationSignal = WithoutAttempt<Signal>;
type WithoutAttempt<S> = S extends unknown ? Omit<S, 'attempt'> : never;

export type NegotiationEffect =
  /** Creates and sets a local description; answered by `made` or `failed`. */
  | { readonly kind: 'make'; readonly type: 'offer' | 'answer' }
  /** Sets a remote description, rolling an own offer back where there is one; answered by `taken` or `failed`. */
  | { readonly kind: 'take'; readonly type: 'offer' | 'answer'; readonly sdp: string }
  | { readonly kind: 'add'; readonly candidates: readonly Candidate[] }
  | { readonly kind: 'send'; readonly signal: NegotiationSignal }
  /** Sends the present local description, with the candidates gathered meanwhile, under this name again. */
  | { readonly kind: 'send-again'; readonly name: DescriptionName }
  /** The connection cannot be negotiated any more: make a new one. */
  | { readonly kind: 'broken' };

export interface Negotiated {
  readonly state: Negotiation;
  readonly effects: readonly NegotiationEffect[];
}

/** 16 batches of 32 candidates: more than any machine has addresses. */
const earlyBatchesMax = 16;
const stable: Phase = { kind: 'stable' };

export function newNegotiation(isPolite: boolean): Negotiation {
  return {
    isPolite,
    phase: stable,
    offerId: 0,
    remoteOfferId: 0,
    local: null,
    remote: null,
    isOfferDue: false,
    inbox: null,
    early: [],
  };
}

export function negotiate(state: Negotiation, event: NegotiationEvent): Negotiated {
  switch (event.kind) {
    case 'needed':
      return proceed({ ...state, isOfferDue: true });
    case 'made':
      return made(state, event.sdp);
    case 'taken':
      return taken(state);
    case 'failed':
      return { state, effects: [{ kind: 'broken' }] };
    case 'gathered':
      return state.local === null
        ? unchanged(state)
        : {
            state,
            effects: [
              { kind: 'send', signal: { kind: 'candidates', ...state.local, candidates: [...event.candidates] } },
            ],
          };
    case 'signal':
      return heard(state, event.signal);
    case 'repeat':
      return state.phase.kind === 'awaiting-answer'
        ? { state, effects: [{ kind: 'send-again', name: { of: 'offer', id: state.phase.id } }] }
        : unchanged(state);
  }
}

function heard(state: Negotiation, signal: NegotiationSignal): Negotiated {
  switch (signal.kind) {
    case 'offer':
      return heardOffer(state, signal);
    case 'answer':
      return heardAnswer(state, signal);
    case 'candidates':
      return heardCandidates(state, { of: signal.of, id: signal.id }, signal.candidates);
  }
}

function heardOffer(state: Negotiation, offer: RemoteOffer): Negotiated {
  if (offer.id < state.remoteOfferId) return unchanged(state);
  if (offer.id === state.remoteOfferId) return heardOfferAgain(state, offer);
  if (state.phase.kind === 'stable') return takeOffer(state, offer);
  if (state.phase.kind === 'awaiting-answer') return collide(state, offer);
  return unchanged(state.inbox !== null && state.inbox.id >= offer.id ? state : { ...state, inbox: offer });
}

/** The other side still waits for our answer to this offer: the answer was lost. */
function heardOfferAgain(state: Negotiation, offer: RemoteOffer): Negotiated {
  if (state.phase.kind === 'stable' && isSame(state.local, { of: 'answer', id: offer.id })) {
    return { state, effects: [{ kind: 'send-again', name: { of: 'answer', id: offer.id } }] };
  }
  const wasTaken = isSame(state.remote, { of: 'offer', id: offer.id });
  return state.phase.kind === 'awaiting-answer' && wasTaken && state.isPolite
    ? collide(state, offer)
    : unchanged(state);
}

/** Both sides offered: the impolite one ignores, the polite one gives its own offer up. */
function collide(state: Negotiation, offer: RemoteOffer): Negotiated {
  return state.isPolite
    ? takeOffer({ ...state, isOfferDue: true }, offer)
    : unchanged({ ...state, remoteOfferId: offer.id, early: dropUpTo(state.early, offer.id) });
}

function takeOffer(state: Negotiation, offer: RemoteOffer): Negotiated {
  return {
    state: { ...state, phase: { kind: 'taking-offer', id: offer.id }, remoteOfferId: offer.id, inbox: null },
    effects: [{ kind: 'take', type: 'offer', sdp: offer.sdp }],
  };
}

function heardAnswer(state: Negotiation, answer: { readonly id: number; readonly sdp: string }): Negotiated {
  if (state.phase.kind !== 'awaiting-answer' || state.phase.id !== answer.id) return unchanged(state);
  return {
    state: { ...state, phase: { kind: 'taking-answer', id: answer.id } },
    effects: [{ kind: 'take', type: 'answer', sdp: answer.sdp }],
  };
}

function heardCandidates(state: Negotiation, name: DescriptionName, candidates: readonly Candidate[]): Negotiated {
  if (isSame(state.remote, name)) return { state, effects: [{ kind: 'add', candidates }] };
  if (!canStillCome(state, name) || state.early.length >= earlyBatchesMax) return unchanged(state);
  return unchanged({ ...state, early: [...state.early, { name, candidates }] });
}

/** Older descriptions need no candidates: a later description carries what was gathered before it. */
function canStillCome(state: Negotiation, name: DescriptionName): boolean {
  if (name.of === 'answer') return name.id === state.offerId;
  return name.id > state.remoteOfferId || (state.phase.kind === 'taking-offer' && state.phase.id === name.id);
}

function made(state: Negotiation, sdp: string): Negotiated {
  if (state.phase.kind === 'making-offer') {
    const { id } = state.phase;
    const next: Negotiation = { ...state, phase: { kind: 'awaiting-answer', id }, local: { of: 'offer', id } };
    // An offer that came meanwhile wins here already when we are polite: ours need not travel.
    if (next.inbox !== null && next.isPolite) return takeOffer({ ...next, isOfferDue: true }, next.inbox);
    const ignored = next.inbox === null ? unchanged(next) : collide({ ...next, inbox: null }, next.inbox);
    return { state: ignored.state, effects: [{ kind: 'send', signal: { kind: 'offer', id, sdp } }] };
  }
  if (state.phase.kind === 'making-answer') {
    const { id } = state.phase;
    const next = proceed({ ...state, phase: stable, local: { of: 'answer', id } });
    return { state: next.state, effects: [{ kind: 'send', signal: { kind: 'answer', id, sdp } }, ...next.effects] };
  }
  return unchanged(state);
}

function taken(state: Negotiation): Negotiated {
  if (state.phase.kind === 'taking-offer') {
    const { id } = state.phase;
    const settled = settleEarly({ ...state, phase: { kind: 'making-answer', id }, remote: { of: 'offer', id } });
    return { state: settled.state, effects: [...settled.effects, { kind: 'make', type: 'answer' }] };
  }
  if (state.phase.kind === 'taking-answer') {
    const settled = settleEarly({ ...state, phase: stable, remote: { of: 'answer', id: state.phase.id } });
    const next = proceed(settled.state);
    return { state: next.state, effects: [...settled.effects, ...next.effects] };
  }
  return unchanged(state);
}

/** Once stable: first what the other side waits for, then what we owe. */
function proceed(state: Negotiation): Negotiated {
  if (state.phase.kind !== 'stable') return unchanged(state);
  if (state.inbox !== null) return takeOffer(state, state.inbox);
  if (!state.isOfferDue) return unchanged(state);
  const id = state.offerId + 1;
  return {
    state: { ...state, phase: { kind: 'making-offer', id }, offerId: id, isOfferDue: false },
    effects: [{ kind: 'make', type: 'offer' }],
  };
}

function settleEarly(state: Negotiation): Negotiated {
  const candidates = state.early.filter(({ name }) => isSame(state.remote, name)).flatMap((batch) => batch.candidates);
  const early = state.early.filter(({ name }) => !isSame(state.remote, name) && canStillCome(state, name));
  return { state: { ...state, early }, effects: candidates.length === 0 ? [] : [{ kind: 'add', candidates }] };
}

function dropUpTo(early: readonly EarlyCandidates[], offerId: number): readonly EarlyCandidates[] {
  return early.filter(({ name }) => name.of !== 'offer' || name.id > offerId);
}

function isSame(a: DescriptionName | null, b: DescriptionName): boolean {
  return a !== null && a.of === b.of && a.id === b.id;
}

function unchanged(state: Negotiation): Negotiated {
  return { state, effects: [] };
}
