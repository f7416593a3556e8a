// A room's link and what its secret is good for: the join proof for the server and the keys between members.
// The secret stays in the fragment and in this browser; it is never sent, logged or put into a title.
import * as v from 'valibot';
import { JoinProof, type MemberId, ProofHash, RoomId, type SessionId } from '#protocol/ids.ts';

export interface RoomLink {
  readonly roomId: RoomId;
  /** 128 bits as base64url (22 characters); null for a listed room. */
  readonly secret: string | null;
}

/** What a key is for is part of how it is derived (RFC 5869 section 3.2): none can stand in for another. */
const labels = {
  joinProof: 'madang join proof v1',
  relayKey: 'madang relay key v1',
} as const;

/** Long enough for a message with a link in it; more is no paste of a link. */
const pastedCharsMax = 4_000;
const secretBytes = 16;
const beforeId = '/r/';
const ourId = /^[A-Za-z0-9_-]{22}(?![A-Za-z0-9_-])/;

/**
 * Finds a room's link in an address or in a pasted text, where words and Korean particles may touch it. Null when there
 * is none, or only a damaged one: a link with half a secret must not pass for a listed room's.
 */
export function readRoomLink(text: string): RoomLink | null {
  const pasted = text.slice(0, pastedCharsMax);
  for (let at = pasted.indexOf(beforeId); at >= 0; at = pasted.indexOf(beforeId, at + 1)) {
    if (!isOnHost(pasted.slice(0, at))) continue;
    const link = readPath(pasted.slice(at + beforeId.length));
    if (link !== null) return link;
  }
  return null;
}

/** The address to share. `origin` as in `location.origin`. */
export function roomUrl(origin: string, { roomId, secret }: RoomLink): string {
  return `${origin}${beforeId}${roomId}${secret === null ? '' : `#${secret}`}`;
}

export function newSecret(): string {
  return toBase64url(crypto.getRandomValues(new Uint8Array(secretBytes)));
}

/** Shows the server that somebody holds the link, without showing the link. The secret is 22 base64url characters. */
export async function joinProof(secret: string): Promise<JoinProof> {
  const algorithm = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info: utf8(labels.joinProof) };
  const bits = await crypto.subtle.deriveBits(algorithm, await rootKey(secret), 256);
  return v.parse(JoinProof, toBase64url(new Uint8Array(bits)));
}

/** SHA-256 of the bytes that the proof encodes: all that the server keeps. */
export async function proofHash(proof: JoinProof): Promise<ProofHash> {
  const digest = await crypto.subtle.digest('SHA-256', fromBase64url(proof));
  return v.parse(ProofHash, toBase64url(new Uint8Array(digest)));
}

/** The AES-256-GCM key under which one page speaks through the server: nobody else seals with it. */
export async function relayKey(
  secret: string,
  speaker: { readonly roomId: RoomId; readonly member: MemberId; readonly session: SessionId },
): Promise<CryptoKey> {
  const info = utf8(`${labels.relayKey} ${speaker.member} ${speaker.session}`);
  const algorithm = { name: 'HKDF', hash: 'SHA-256', salt: utf8(speaker.roomId), info };
  const kind = { name: 'AES-GCM', length: 256 };
  return crypto.subtle.deriveKey(algorithm, await rootKey(secret), kind, false, ['encrypt', 'decrypt']);
}

function readPath(path: string): RoomLink | null {
  const id = ourId.exec(path)?.[0];
  if (id === undefined) return null;
  const roomId = v.parse(RoomId, id);
  // Messengers append their own query to what is shared.
  const [address = ''] = path.slice(id.length).split(/\s/, 1);
  const hash = address.indexOf('#');
  const fragment = hash < 0 ? '' : address.slice(hash + 1);
  if (!/^[A-Za-z0-9_-]/.test(fragment)) return { roomId, secret: null };
  const secret = ourId.exec(fragment)?.[0];
  return secret === undefined ? null : { roomId, secret };
}

/** `https://host` ends right here. */
function isOnHost(before: string): boolean {
  const scheme = Math.max(before.lastIndexOf('https://'), before.lastIndexOf('http://'));
  return scheme >= 0 && /^https?:\/\/[^\s/?#]+$/.test(before.slice(scheme));
}

function rootKey(secret: string): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', fromBase64url(secret), 'HKDF', false, ['deriveBits', 'deriveKey']);
}

function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new TextEncoder().encode(text));
}

function toBase64url(bytes: Uint8Array): string {
  const base64 = btoa(String.fromCharCode(...bytes));
  return base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** Of what a schema or our own hand made: throws on anything else. */
function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (char) => char.charCodeAt(0));
}
