// Waits for something to become true by looking again and again. Pages forbid the evaluated text that a browser-side
// wait would need (content security policy), so the looking is done from here.
import { setTimeout as pause } from 'node:timers/promises';

const lookAgainMs = 100;

/**
 * Resolves with the first answer of `look` that is not null, undefined or false.
 *
 * @throws Error that names `what`, and what `look` threw last, after `timeoutMs`.
 */
export async function until<T>(
  what: string,
  look: () => Promise<T | null | undefined | false> | T | null | undefined | false,
  timeoutMs = 10_000,
): Promise<T> {
  const endMs = performance.now() + timeoutMs;
  let cause: unknown;
  do {
    try {
      const found = await look();
      if (found !== null && found !== undefined && found !== false) return found;
    } catch (error) {
      cause = error;
    }
    await pause(lookAgainMs);
  } while (performance.now() < endMs);
  throw new Error(`Within ${timeoutMs} ms it did not happen that ${what}.`, { cause });
}
