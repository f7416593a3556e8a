// What two pages say to each other to set up and mend a direct connection (W3C WebRTC section 4.7, RFC 8840 trickling).
import * as v from 'valibot';
import { MemberId, SessionId } from './ids.ts';
import { limits } from './limits.ts';
import { Count } from './messages.ts';

const Sdp = v.pipe(v.string(), v.minLength(1), v.maxLength(limits.sdpChars));

/** RTCIceCandidateInit as far as we use it; an empty `candidate` says "no more" (RFC 8838 section 14). */
export const Candidate = v.strictObject({
  candidate: v.pipe(v.string(), v.maxLength(limits.candidateChars)),
  sdpMid: v.nullable(v.pipe(v.string(), v.maxLength(16))),
  sdpMLineIndex: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(64))),
});
export type Candidate = v.InferOutput<typeof Candidate>;

/**
 * `attempt` counts the connections that two sessions have tried with each other: a higher one replaces the connection.
 * `id` numbers the sender's offers; an answer and candidates name the description they belong to.
 */
export const Signal = v.variant('kind', [
  v.strictObject({ kind: v.literal('offer'), attempt: Count, id: Count, sdp: Sdp }),
  v.strictObject({ kind: v.literal('answer'), attempt: Count, id: Count, sdp: Sdp }),
  v.strictObject({
    kind: v.literal('candidates'),
    attempt: Count,
    /** Whose offer this round of negotiation answers: the sender's own, or the other side's. */
    of: v.picklist(['offer', 'answer']),
    id: Count,
    candidates: v.pipe(v.array(Candidate), v.minLength(1), v.maxLength(limits.candidatesPerSignal)),
  }),
]);
export type Signal = v.InferOutput<typeof Signal>;

export const SendSignals = v.strictObject({
  signals: v.pipe(
    v.array(v.strictObject({ to: MemberId, session: SessionId, signal: Signal })),
    v.minLength(1),
    v.maxLength(limits.signalsPerBatch),
  ),
});
export type SendSignals = v.InferOutput<typeof SendSignals>;

/** `from` and `session` are stamped by the server from the sender's seat. */
export const SignalFact = v.strictObject({ from: MemberId, session: SessionId, signal: Signal });
export type SignalFact = v.InferOutput<typeof SignalFact>;
