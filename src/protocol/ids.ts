// Names for what travels: which string is which id. Owns their shapes, makes none (chance is an input).
import * as v from 'valibot';

/** 128 random bits as 22 base64url characters (RFC 4648 section 5, no padding). */
const base64url128 = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/));
/** 96 random bits as 16 base64url characters. */
const base64url96 = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{16}$/));
/** A SHA-256 value or HKDF output as 43 base64url characters. */
const base64url256 = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/));

export const RoomId = v.pipe(base64url128, v.brand('RoomId'));
export type RoomId = v.InferOutput<typeof RoomId>;

/** Made by the server for a seat; survives reloads and drops. Public inside the room. */
export const MemberId = v.pipe(base64url96, v.brand('MemberId'));
export type MemberId = v.InferOutput<typeof MemberId>;

/** Made by a page when it loads: tells a reloaded page from a reconnected socket. Public inside the room. */
export const SessionId = v.pipe(base64url96, v.brand('SessionId'));
export type SessionId = v.InferOutput<typeof SessionId>;

/** HKDF of a link's secret: shows that somebody holds the link without showing the link. */
export const JoinProof = v.pipe(base64url256, v.brand('JoinProof'));
export type JoinProof = v.InferOutput<typeof JoinProof>;

/** SHA-256 of the 32 bytes of a JoinProof (not of its text): all that the server keeps. */
export const ProofHash = v.pipe(base64url256, v.brand('ProofHash'));
export type ProofHash = v.InferOutput<typeof ProofHash>;

/** Given to the maker of a room; whoever shows it is host. */
export const HostKey = v.pipe(base64url128, v.brand('HostKey'));
export type HostKey = v.InferOutput<typeof HostKey>;
