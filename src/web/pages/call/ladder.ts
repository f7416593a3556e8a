// What a person is told while the connection is away, and when. Pure.

export interface Trouble {
  /** How long the server has been away; null = it is there. */
  readonly serverAwayMs: number | null;
  /** How long no media has come from anybody who sent some; null = it comes, or nobody sends. */
  readonly mediaAwayMs: number | null;
  /** Media comes from at least one member. */
  readonly isMediaAlive: boolean;
  /** Until the next try; null = one is under way. */
  readonly retryInMs: number | null;
}

export type Rung =
  | { readonly kind: 'none' }
  /** The call goes on without the server. */
  | { readonly kind: 'server-away' }
  | { readonly kind: 'reconnecting' }
  | { readonly kind: 'lost'; readonly retryInSeconds: number | null };

const sayAfterMs = 3_000;
const askAfterMs = 20_000;

/** Nothing for 3 s, a line up to 20 s, then a dialog: but never a dialog over a call that goes on. */
export function rungOf({ serverAwayMs, mediaAwayMs, isMediaAlive, retryInMs }: Trouble): Rung {
  if (serverAwayMs !== null && isMediaAlive)
    return serverAwayMs >= sayAfterMs ? { kind: 'server-away' } : { kind: 'none' };
  if (serverAwayMs !== null && serverAwayMs >= askAfterMs) {
    return { kind: 'lost', retryInSeconds: retryInMs === null ? null : Math.max(1, Math.ceil(retryInMs / 1_000)) };
  }
  return Math.max(serverAwayMs ?? 0, mediaAwayMs ?? 0) >= sayAfterMs ? { kind: 'reconnecting' } : { kind: 'none' };
}
