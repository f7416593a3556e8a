// How much of what anybody may ask, counted per socket, member, room and address. Generous for people: ten times what a
// busy call does. The counting is rate-limiter-flexible's, in memory, on its own clock, and forgets after the window.
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { RateClass } from '#protocol/gate.ts';
import { limits } from '#protocol/limits.ts';

const windowSeconds = 10;

type Scope = 'socket' | 'member' | 'room' | 'address';

/** Messages in ten seconds. An address may be a school behind one router; a room is up to fifty members. */
const budgets: Readonly<Record<RateClass, Readonly<Record<Scope, number>>>> = {
  open: { socket: 10, member: 10, room: 10, address: 100 },
  join: { socket: 20, member: 20, room: 400, address: 1_000 },
  look: { socket: 60, member: 60, room: 1_000, address: 3_000 },
  // Three links of a mesh, each with an offer or answer and some batches of candidates, restarted a few times.
  signal: { socket: 400, member: 400, room: 4_000, address: 8_000 },
  // 20 cursor positions a second, and a whole message of 256 KiB in 18 frames, acknowledged by everybody.
  relay: { socket: 1_000, member: 1_000, room: 5_000, address: 20_000 },
  change: { socket: 100, member: 100, room: 2_000, address: 4_000 },
  feature: { socket: 300, member: 300, room: 5_000, address: 10_000 },
};

/** Who pays. `member` and `room` are null for a page that is in no room. */
export interface Payer {
  readonly socket: string;
  readonly member: string | null;
  readonly room: string | null;
  readonly address: string;
}

export class Rates {
  readonly #limiters: ReadonlyMap<string, RateLimiterMemory>;
  readonly #connects: RateLimiterMemory;
  readonly #socketRefusals = limiter(limits.refusalsPerSocket);
  readonly #addressRefusals = limiter(limits.refusalsPerAddress);

  /** Everybody of one address may come back at once after an outage, and once more. */
  constructor(connectionsPerAddress: number) {
    this.#connects = limiter(2 * connectionsPerAddress);
    const rows = Object.entries(budgets).flatMap(([rateClass, scopes]) =>
      Object.entries(scopes).map(([scope, points]) => [`${rateClass} ${scope}`, limiter(points)] as const),
    );
    this.#limiters = new Map(rows);
  }

  /** Null when there is budget; otherwise after how many milliseconds there is some again. The narrowest budget is asked first, so that one flooder does not use up a room's. */
  async take(rateClass: RateClass, payer: Payer): Promise<number | null> {
    const scopes: readonly (readonly [Scope, string | null])[] = [
      ['socket', payer.socket],
      ['member', payer.member],
      ['room', payer.room],
      ['address', payer.address],
    ];
    for (const [scope, key] of scopes) {
      const budget = this.#limiters.get(`${rateClass} ${scope}`);
      if (key === null || budget === undefined) continue;
      const waitMs = await consume(budget, key);
      if (waitMs !== null) return waitMs;
    }
    return null;
  }

  /** Counts one refused message. True when its sender has had enough of them and is to be cut off. */
  async isFlooding(payer: Payer): Promise<boolean> {
    const bySocket = await consume(this.#socketRefusals, payer.socket);
    const byAddress = await consume(this.#addressRefusals, payer.address);
    return bySocket !== null || byAddress !== null;
  }

  /** Whether one more socket of this address may open now. */
  async mayConnect(address: string): Promise<boolean> {
    const refused = await this.#addressRefusals.get(address);
    if (refused !== null && refused.consumedPoints > limits.refusalsPerAddress) return false;
    return (await consume(this.#connects, address)) === null;
  }

  /** What is counted under a socket is of no use when it is gone. */
  forget(socket: string): void {
    for (const rateClass of Object.keys(budgets)) void this.#limiters.get(`${rateClass} socket`)?.delete(socket);
    void this.#socketRefusals.delete(socket);
  }
}

function limiter(points: number): RateLimiterMemory {
  return new RateLimiterMemory({ points, duration: windowSeconds });
}

async function consume(budget: RateLimiterMemory, key: string): Promise<number | null> {
  try {
    await budget.consume(key);
    return null;
  } catch (spent) {
    if (spent instanceof RateLimiterRes) return Math.max(0, Math.ceil(spent.msBeforeNext));
    throw spent;
  }
}
