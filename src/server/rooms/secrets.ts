// Ids and keys of rooms, and the comparisons that may not tell how close a guess was. Chance is an input.
import { createHash, timingSafeEqual } from 'node:crypto';
import * as v from 'valibot';
import { HostKey, type JoinProof, MemberId, ProofHash, RoomId } from '#protocol/ids.ts';

type RandomBytes = (count: number) => Uint8Array;

export function newRoomId(randomBytes: RandomBytes): RoomId {
  return v.parse(RoomId, base64url(randomBytes(16)));
}

export function newMemberId(randomBytes: RandomBytes): MemberId {
  return v.parse(MemberId, base64url(randomBytes(12)));
}

export function newHostKey(randomBytes: RandomBytes): HostKey {
  return v.parse(HostKey, base64url(randomBytes(16)));
}

/** SHA-256 of the bytes that `secret` encodes, base64url. */
export function hashOf(secret: HostKey | JoinProof): string {
  return createHash('sha256').update(secret, 'base64url').digest('base64url');
}

/** Takes the same time for every wrong `secret`, and as long where there is none. */
export function isSecretOf(hash: string, secret: HostKey | JoinProof | null): boolean {
  const given = createHash('sha256')
    .update(secret ?? '', 'base64url')
    .digest();
  const isEqual = timingSafeEqual(given, Buffer.from(hash, 'base64url'));
  return isEqual && secret !== null;
}

/** What a room that does not exist keeps, so that asking for it does the same work; no secret is known for it. */
export const noProofHash = v.parse(ProofHash, base64url(new Uint8Array(32)));

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}
