// The closed list of refusals: every "no" the server can say. Words for people are made where they are read (web/i18n).
import * as v from 'valibot';

export const refusalCodes = [
  'bad-message',
  'too-large',
  'too-many',
  'unknown-event',
  'wrong-phase',
  'not-allowed',
  'version-mismatch',
  'room-not-found',
  'room-full',
  'direct-full',
  'room-settling',
  'server-path-unavailable',
  'name-invalid',
  'microphone-needed',
  'devices-needed',
  'member-gone',
  'seat-moved',
  'server-full',
  'server-stopping',
] as const;

export const RefusalCode = v.picklist(refusalCodes);
export type RefusalCode = v.InferOutput<typeof RefusalCode>;

export const Refusal = v.strictObject({
  ok: v.literal(false),
  code: RefusalCode,
  /** When trying again may help, in milliseconds from now. */
  retryAfterMs: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  /** `room-full` and `direct-full` say how full: people inside and seats. */
  inside: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  seats: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
});
export type Refusal = v.InferOutput<typeof Refusal>;

export function refusal(code: RefusalCode, detail: Omit<Refusal, 'ok' | 'code'> = {}): Refusal {
  return { ok: false, code, ...detail };
}
