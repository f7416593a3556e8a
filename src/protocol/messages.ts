// How anything from a wire becomes a value: one parse at the door, unknown keys refused. The only place that runs a schema.
import * as v from 'valibot';

export type Schema<T = unknown> = v.GenericSchema<unknown, T>;

export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };

/** Checks `input` against `schema`. `problem` names the path and the rule, never the value, so that it may be logged. */
export function parse<const S extends Schema>(schema: S, input: unknown): Parsed<v.InferOutput<S>> {
  const result = v.safeParse(schema, input, { abortEarly: true, abortPipeEarly: true });
  if (result.success) return { ok: true, value: result.output };
  const issue = result.issues[0];
  return { ok: false, problem: `${v.getDotPath(issue) ?? '(body)'}: ${issue.type}` };
}

/** Whole, not negative, exactly representable. */
export const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** Milliseconds since 1970 on the server's clock. */
export const TimeMs = Count;

export const Empty = v.strictObject({});

/** The answer that only says yes. */
export const Done = v.strictObject({ ok: v.literal(true) });
