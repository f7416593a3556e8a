// A RoomChannel frame that goes through the server because no data channel is open: opaque and sized.
import * as v from 'valibot';
import { MemberId, SessionId } from './ids.ts';
import { limits } from './limits.ts';
import { Count } from './messages.ts';

/** Ciphertext adds a 16-byte tag and a 12-byte nonce to the fragment and its header. */
export const RelayBody = v.pipe(
  // Browsers hand binary over as ArrayBuffer, Node as Buffer.
  v.union([v.instance(Uint8Array), v.instance(ArrayBuffer)]),
  v.transform((bytes) => (bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : bytes)),
  v.check((bytes) => bytes.byteLength > 0 && bytes.byteLength <= limits.fragmentBytes + 256, 'relay-size'),
);

export const RelayFrame = v.strictObject({
  /** One upload for all: the body is shared, the place in each receiver's sequence is not. 0 = lossy, no place. */
  to: v.pipe(
    v.array(v.strictObject({ member: MemberId, session: SessionId, seq: Count })),
    v.minLength(1),
    v.maxLength(limits.relayTargets),
  ),
  body: RelayBody,
});
export type RelayFrame = v.InferOutput<typeof RelayFrame>;

export const RelayedFact = v.strictObject({ from: MemberId, session: SessionId, seq: Count, body: RelayBody });
export type RelayedFact = v.InferOutput<typeof RelayedFact>;
