// The token with which a member takes the own seat again, also in a room that this process has never seen: all that is
// needed to rebuild the room, sealed with the server's secret (HMAC-SHA-256). Not encrypted: only its owner has it.
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import * as v from 'valibot';
import { MemberId, ProofHash, RoomId } from '#protocol/ids.ts';
import { limits } from '#protocol/limits.ts';
import { parse, TimeMs } from '#protocol/messages.ts';
import { RoomRules } from '#protocol/session.ts';

const Hash = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/));

const Claim = v.strictObject({
  room: v.strictObject({
    id: RoomId,
    rules: RoomRules,
    proofHash: v.nullable(ProofHash),
    hostKeyHash: Hash,
    openedAtMs: TimeMs,
  }),
  member: MemberId,
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(limits.nameChars + 8)),
  joinedAtMs: TimeMs,
  holdsHostKey: v.boolean(),
  /** Which run of the server gave it: a room of the same run that is unknown has closed, and stays closed. */
  run: v.pipe(v.string(), v.maxLength(32)),
  expiresAtMs: TimeMs,
});
export type Claim = v.InferOutput<typeof Claim>;

export interface ResumeTokens {
  seal(claim: Omit<Claim, 'run' | 'expiresAtMs'>, nowMs: number): string;
  /** Null for everything that this server's secret has not sealed, or that is too old. */
  open(token: string, nowMs: number): Claim | null;
  /** Whether this run of the server sealed it. */
  isOfThisRun(claim: Claim): boolean;
}

/** `secret`: at least 32 bytes. `run`: up to 32 characters, different for every start. */
export function resumeTokens(secret: Uint8Array, run: string): ResumeTokens {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'madang resume token 1', 32));
  const sealOf = (text: string): Buffer => createHmac('sha256', key).update(text).digest();
  return {
    seal(claim, nowMs) {
      const whole: Claim = { ...claim, run, expiresAtMs: nowMs + limits.resumeTokenMs };
      const text = Buffer.from(JSON.stringify(whole)).toString('base64url');
      return `${text}.${sealOf(text).toString('base64url')}`;
    },
    open(token, nowMs) {
      const [text, seal, ...rest] = token.split('.');
      if (text === undefined || seal === undefined || rest.length > 0) return null;
      const given = Buffer.from(seal, 'base64url');
      const right = sealOf(text);
      if (given.length !== right.length || !timingSafeEqual(given, right)) return null;
      const claim = parse(Claim, readJson(text));
      return claim.ok && claim.value.expiresAtMs > nowMs ? claim.value : null;
    },
    isOfThisRun: (claim) => claim.run === run,
  };
}

/** A sealed text is our own; it fails only if another version of the server wrote it. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}
