// What has arrived from one member's page: the place it has reached, pieces that came too early, the message under way.
// Pure. Places make a stream complete; the numbers inside the bodies make it safe: whoever carries bodies can withhold
// them, but not show one twice or in another order, because a message's number must be above every one before it.
import { limits } from '#protocol/limits.ts';
import { join, type Piece, type Place, type Said } from './framing.ts';

/** The highest numbers shown so far: outlives the stream, so that nothing is shown twice. */
export interface Seen {
  readonly reliable: number;
  readonly lossy: ReadonlyMap<string, number>;
}

export interface Incoming {
  readonly stream: number;
  /** Everything up to this position has been taken. */
  readonly received: number;
  readonly early: ReadonlyMap<number, Piece>;
  /** Pieces of the message that is not complete yet. */
  readonly parts: readonly Piece[];
  readonly seen: Seen;
}

export type Drop = 'malformed' | 'foreign' | 'repeated' | 'over-bound';

export interface Taken {
  readonly incoming: Incoming;
  readonly messages: readonly Said[];
  readonly drop: Drop | null;
  /** In order: acknowledged with others in a while. Otherwise the sender should learn soon where we are. */
  readonly isInOrder: boolean;
}

/** A page has a handful of features; more names are somebody's attempt to fill the memory. */
const lossyFeaturesMax = 32;

export const nothingSeen: Seen = { reliable: 0, lossy: new Map() };

export function newIncoming(seen: Seen): Incoming {
  return { stream: 0, received: 0, early: new Map(), parts: [], seen };
}

export function take(before: Incoming, place: Place, piece: Piece): Taken {
  if (place.stream < before.stream) return { incoming: before, messages: [], drop: 'repeated', isInOrder: true };
  const incoming = place.stream > before.stream ? { ...newIncoming(before.seen), stream: place.stream } : before;
  const { position } = place;
  if (position <= incoming.received || incoming.early.has(position)) return outOfOrder(incoming, 'repeated');
  if (position > incoming.received + limits.channelEarlyFragments) return outOfOrder(incoming, 'over-bound');
  if (position > incoming.received + 1) {
    return outOfOrder({ ...incoming, early: new Map(incoming.early).set(position, piece) }, null);
  }
  return takeRun(incoming, piece);
}

/** The newest lossy message of a feature; an older one that comes later is dropped. */
export function takeLossy(incoming: Incoming, piece: Piece): Taken {
  const said = join([piece]);
  if (said === null) return { incoming, messages: [], drop: 'malformed', isInOrder: true };
  const { lossy } = incoming.seen;
  const newest = lossy.get(said.feature);
  if (newest === undefined && lossy.size >= lossyFeaturesMax) {
    return { incoming, messages: [], drop: 'over-bound', isInOrder: true };
  }
  if (newest !== undefined && piece.id <= newest) return { incoming, messages: [], drop: 'repeated', isInOrder: true };
  const seen = { ...incoming.seen, lossy: new Map(lossy).set(said.feature, piece.id) };
  return { incoming: { ...incoming, seen }, messages: [said], drop: null, isInOrder: true };
}

function outOfOrder(incoming: Incoming, drop: Drop | null): Taken {
  return { incoming, messages: [], drop, isInOrder: false };
}

/** The piece that was awaited, and the early ones that follow it without a gap. */
function takeRun(incoming: Incoming, awaited: Piece): Taken {
  const early = new Map(incoming.early);
  const messages: Said[] = [];
  let { received, parts, seen } = incoming;
  let drop: Drop | null = null;
  for (let piece: Piece | undefined = awaited; piece !== undefined; piece = early.get(received + 1)) {
    received += 1;
    early.delete(received);
    const assembled = assemble(parts, piece, seen.reliable);
    parts = assembled.parts;
    drop = assembled.drop ?? drop;
    if (assembled.message === null) continue;
    messages.push(assembled.message);
    seen = { ...seen, reliable: piece.id };
  }
  return { incoming: { ...incoming, received, early, parts, seen }, messages, drop, isInOrder: true };
}

interface Assembled {
  readonly parts: readonly Piece[];
  readonly message: Said | null;
  readonly drop: Drop | null;
}

function assemble(before: readonly Piece[], piece: Piece, newest: number): Assembled {
  if (piece.id <= newest) return { parts: before, message: null, drop: 'repeated' };
  const under = before[0];
  const continues = under !== undefined && under.id === piece.id && under.count === piece.count;
  if (piece.index !== (continues ? before.length : 0)) return { parts: [], message: null, drop: 'malformed' };
  const parts = continues ? [...before, piece] : [piece];
  if (parts.length < piece.count) return { parts, message: null, drop: null };
  const message = join(parts);
  return { parts: [], message, drop: message === null ? 'malformed' : null };
}
