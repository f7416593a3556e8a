// What the STUN server answers to one datagram: nothing, the sender's address, or what it did not understand. Pure.
import { limits } from '#protocol/limits.ts';
import {
  attributeOf,
  attributeTypes,
  hasRightFingerprint,
  messageTypes,
  readStun,
  writeBindingSuccess,
  writeUnknownAttributes,
} from './stun-message.ts';

/** Understood in the sense of RFC 8489 section 14: credentials may come along and are not asked for. */
const understood = new Set<number>([
  attributeTypes.mappedAddress,
  attributeTypes.username,
  attributeTypes.messageIntegrity,
  attributeTypes.errorCode,
  attributeTypes.unknownAttributes,
  attributeTypes.realm,
  attributeTypes.nonce,
  attributeTypes.messageIntegritySha256,
  attributeTypes.passwordAlgorithm,
  attributeTypes.userhash,
  attributeTypes.xorMappedAddress,
]);
const firstOptional = 0x8000;
/** Keeps the longest answer at `limits.stunAnswerBytes`. */
const unknownNamed = 8;

/**
 * RFC 8489 section 6.3.1. `address`: 4 or 16 bytes. Null: not a well-formed Binding request, no answer. At most
 * `limits.stunAnswerBytes`, and never more than 24 bytes longer than the request, so that it is no amplifier worth using.
 */
export function answerBinding(datagram: Buffer, address: Uint8Array, port: number): Buffer | null {
  if (datagram.length > limits.stunRequestBytes) return null;
  const request = readStun(datagram);
  if (request === null || request.type !== messageTypes.bindingRequest) return null;
  const hasFingerprint = attributeOf(request, attributeTypes.fingerprint) !== undefined;
  if (hasFingerprint && !hasRightFingerprint(request)) return null;
  const answer = { transactionId: request.transactionId, hasFingerprint };
  const unknown = request.attributes
    .map(({ type }) => type)
    .filter((type) => type < firstOptional && !understood.has(type));
  if (unknown.length > 0) return writeUnknownAttributes(answer, [...new Set(unknown)], unknownNamed);
  return writeBindingSuccess(answer, address, port);
}
