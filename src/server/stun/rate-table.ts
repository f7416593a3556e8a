// A token bucket for each address, for senders whose addresses cost them nothing: bounded, without timers, the longest
// unused forgotten first. Time is an input.

interface Bucket {
  readonly tokens: number;
  readonly atMs: number;
}

export class RateTable {
  readonly #perSecond: number;
  readonly #most: number;
  readonly #buckets = new Map<string, Bucket>();

  /** Each key may take `perSecond`, and so many at once; at most `most` keys are remembered. */
  constructor(perSecond: number, most: number) {
    this.#perSecond = perSecond;
    this.#most = most;
  }

  get size(): number {
    return this.#buckets.size;
  }

  take(key: string, nowMs: number): boolean {
    const bucket = this.#buckets.get(key) ?? { tokens: this.#perSecond, atMs: nowMs };
    const refilled = bucket.tokens + ((nowMs - bucket.atMs) / 1_000) * this.#perSecond;
    const tokens = Math.min(this.#perSecond, refilled);
    const isGranted = tokens >= 1;
    // Deleted and set again, so that the first key of the map is the longest unused.
    this.#buckets.delete(key);
    this.#buckets.set(key, { tokens: isGranted ? tokens - 1 : tokens, atMs: nowMs });
    this.#forgetOldest();
    return isGranted;
  }

  #forgetOldest(): void {
    if (this.#buckets.size <= this.#most) return;
    for (const oldest of this.#buckets.keys()) {
      this.#buckets.delete(oldest);
      return;
    }
  }
}
