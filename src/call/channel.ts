// What members say to each other, kept in order: one stream from this page to each other page and one back. Pure: takes
// what happened and the time, gives the new state and what to do. Knows neither encryption nor what a message means.
//
// A reliable message arrives exactly once and in the order of its sender, over whichever way is open: pieces have places,
// places are acknowledged, what is not is sent again. A stream belongs to two pages (sessions); for a new page at the
// other end, or one that has lost its place, everything unacknowledged is renumbered into a new stream. Lossy messages
// have no place: of each feature the newest is kept while the way is closed or full.
import type { MemberId, SessionId } from '#protocol/ids.ts';
import { type Drop, type Incoming, newIncoming, nothingSeen, type Taken, take, takeLossy } from './channel-incoming.ts';
import {
  acknowledge,
  canHold,
  hold,
  newOutgoing,
  noteSilence,
  noteUnsent,
  type Outgoing,
  type OutPiece,
  restart,
  tryAgain,
} from './channel-outgoing.ts';
import { ackSoonMs, acksAfterPieces, acksWithinMs, patienceMs, retryFullMs, speak } from './channel-speaking.ts';
import type { Advanced, Channel, ChannelEffect, ChannelEvent, ChannelLink, SendEffect, Way } from './channel-state.ts';
import {
  type Ack,
  type Bytes,
  cut,
  cutLossy,
  type Piece,
  type Place,
  placeOfSeq,
  readBody,
  readFrame,
  type Said,
} from './framing.ts';
import type { Peer } from './ports.ts';

export interface Publication {
  readonly said: Said;
  readonly to: MemberId | null;
  readonly isReliable: boolean;
}

export type Published =
  | { readonly ok: true; readonly id: number; readonly advanced: Advanced }
  | { readonly ok: false; readonly code: 'channel-full' | 'too-large' };

/** Real pages that spoke and are gone: more than any room sees, and some 50 bytes each. */
const retiredMax = 1_024;
const lossySlotsMax = 16;

export function newChannel(me: Peer): Channel {
  const drops = { malformed: 0, foreign: 0, repeated: 0, 'over-bound': 0 };
  return { me, lastId: 0, lastStream: 0, links: new Map(), retired: new Map(), drops };
}

/** Says something to one member or to everybody who is in the room now. Refused as a whole when one link is full. */
export function publish(state: Channel, { said, to, isReliable }: Publication, nowMs: number): Published {
  const id = state.lastId + 1;
  const targets = [...state.links].filter(([member]) => to === null || member === to);
  const links = new Map(state.links);
  if (!isReliable) {
    const body = cutLossy(said, id, to);
    if (body === null) return { ok: false, code: 'too-large' };
    for (const [member, link] of targets) links.set(member, keepNewest(link, said.feature, body));
    return { ok: true, id, advanced: speak({ ...state, lastId: id, links }, nowMs) };
  }
  const bodies = cut(said, id, to);
  if (bodies === null) return { ok: false, code: 'too-large' };
  const pieces = bodies.map(
    (body, index): OutPiece => ({ id, feature: said.feature, index, isLast: index === bodies.length - 1, body }),
  );
  if (targets.some(([, link]) => !canHold(link.outgoing, pieces))) return { ok: false, code: 'channel-full' };
  for (const [member, link] of targets) links.set(member, { ...link, outgoing: hold(link.outgoing, pieces) });
  const spoken = speak({ ...state, lastId: id, links }, nowMs);
  if (targets.length > 0) return { ok: true, id, advanced: spoken };
  const delivered: ChannelEffect = { kind: 'delivered', id, feature: said.feature };
  return { ok: true, id, advanced: { state: spoken.state, effects: [...spoken.effects, delivered] } };
}

export function advance(state: Channel, event: ChannelEvent, nowMs: number): Advanced {
  const happened = happen(state, event, nowMs);
  const spoken = speak(happened.state, nowMs);
  return { state: spoken.state, effects: [...happened.effects, ...spoken.effects] };
}

/** When the next `tick` is due, or null while nothing waits for time. */
export function wakesAtMs(state: Channel): number | null {
  let soonest = Number.POSITIVE_INFINITY;
  for (const { way, fullUntilMs, ackDueAtMs, outgoing } of state.links.values()) {
    if (way === 'none') continue;
    const dueAtMs = Math.min(ackDueAtMs ?? soonest, outgoing.resendAtMs ?? soonest);
    soonest = Math.min(soonest, fullUntilMs ?? dueAtMs);
  }
  return soonest === Number.POSITIVE_INFINITY ? null : soonest;
}

function happen(state: Channel, event: ChannelEvent, nowMs: number): Advanced {
  switch (event.kind) {
    case 'roster':
      return meet(state, event.peers);
    case 'way':
      return onLink(state, event.member, (link) => changeWay(link, event.way));
    case 'frame':
      return hearFrame(state, event.from, event.bytes, nowMs);
    case 'relayed':
      if (state.links.get(event.from.member)?.session !== event.from.session) return drop(state, 'foreign');
      return hearBody(state, event.from.member, placeOfSeq(event.seq), event.body, nowMs);
    case 'full':
      return onLink(state, event.unsent.member, (link) => takeBack(link, event.unsent.holds, nowMs));
    case 'tick':
      return { state: { ...state, links: mapLinks(state.links, (link) => passTime(link, nowMs)) }, effects: [] };
  }
}

// Who is here

function meet(state: Channel, peers: readonly Peer[]): Advanced {
  const links = new Map<MemberId, ChannelLink>();
  const retired = new Map(state.retired);
  let { lastStream } = state;
  for (const { member, session } of peers) {
    const known = state.links.get(member);
    if (known?.session === session) {
      links.set(member, known);
      continue;
    }
    lastStream += 1;
    const incoming = newIncoming(retired.get(retiredKey(member, session)) ?? nothingSeen);
    const outgoing = known === undefined ? newOutgoing(lastStream) : restart(known.outgoing, lastStream);
    links.set(member, newLink(session, outgoing, incoming));
  }
  for (const [member, { session, incoming }] of state.links) {
    const { seen } = incoming;
    if (links.get(member)?.session === session || (seen.reliable === 0 && seen.lossy.size === 0)) continue;
    retired.delete(retiredKey(member, session));
    retired.set(retiredKey(member, session), seen);
  }
  for (const key of [...retired.keys()].slice(0, Math.max(0, retired.size - retiredMax))) retired.delete(key);
  const next = { ...state, links, retired, lastStream };
  const gone = [...state.links].filter(([member]) => !links.has(member)).flatMap(([, link]) => link.outgoing.pieces);
  return {
    state: next,
    effects: deliveredOf(
      next,
      gone.filter((piece) => piece.isLast),
    ),
  };
}

function retiredKey(member: MemberId, session: SessionId): string {
  return `${member}.${session}`;
}

function newLink(session: SessionId, outgoing: Outgoing, incoming: Incoming): ChannelLink {
  const quiet = { ackDueAtMs: null, unspokenPieces: 0, lossy: new Map<string, Bytes>(), fullUntilMs: null };
  return { session, way: 'none', outgoing, incoming, ...quiet };
}

function changeWay(link: ChannelLink, way: Way): ChannelLink {
  return link.way === way ? link : { ...link, way, fullUntilMs: null, outgoing: tryAgain(link.outgoing) };
}

// What is heard

function hearFrame(state: Channel, from: MemberId, bytes: Uint8Array, nowMs: number): Advanced {
  const link = state.links.get(from);
  const frame = readFrame(bytes);
  if (frame === null) return drop(state, 'malformed');
  if (link === undefined || frame.to !== state.me.session || frame.from !== link.session) return drop(state, 'foreign');
  const acked = frame.acked === null ? { state, effects: [] } : hearAck(state, from, frame.acked, nowMs);
  if (frame.body.byteLength === 0) return acked;
  const heard = hearBody(acked.state, from, frame.place, frame.body, nowMs);
  return { state: heard.state, effects: [...acked.effects, ...heard.effects] };
}

function hearBody(state: Channel, from: MemberId, place: Place | null, bytes: Uint8Array, nowMs: number): Advanced {
  const body = readBody(bytes);
  if (body === null) return drop(state, 'malformed');
  if (body.kind === 'acks') return hearAcks(state, from, body.acks, nowMs);
  if (body.audience !== null && body.audience !== state.me.member) return drop(state, 'foreign');
  return hearPiece(state, from, place, body, nowMs);
}

function hearPiece(state: Channel, from: MemberId, place: Place | null, piece: Piece, nowMs: number): Advanced {
  const link = state.links.get(from);
  if (link === undefined) return drop(state, 'foreign');
  // A place on a lossy body, or none on a piece, is nobody's honest frame.
  if ((place === null) !== (piece.kind === 'lossy')) return drop(state, 'malformed');
  const taken = place === null ? takeLossy(link.incoming, piece) : take(link.incoming, place, piece);
  const next = place === null ? { ...link, incoming: taken.incoming } : oweAck(link, taken, nowMs);
  const counted = taken.drop === null ? state : drop(state, taken.drop).state;
  return {
    state: withLink(counted, from, next),
    effects: taken.messages.map((said) => ({ kind: 'deliver', from, said })),
  };
}

function oweAck(link: ChannelLink, taken: Taken, nowMs: number): ChannelLink {
  const unspokenPieces = link.unspokenPieces + 1;
  const withinMs = taken.isInOrder ? (unspokenPieces < acksAfterPieces ? acksWithinMs[link.way] : 0) : ackSoonMs;
  const ackDueAtMs = Math.min(link.ackDueAtMs ?? Number.POSITIVE_INFINITY, nowMs + withinMs);
  return { ...link, incoming: taken.incoming, unspokenPieces, ackDueAtMs };
}

function hearAcks(state: Channel, from: MemberId, acks: readonly Ack[], nowMs: number): Advanced {
  const mine = acks.find((ack) => ack.session === state.me.session);
  return mine === undefined ? drop(state, 'foreign') : hearAck(state, from, mine, nowMs);
}

function hearAck(state: Channel, from: MemberId, acked: Place, nowMs: number): Advanced {
  const link = state.links.get(from);
  if (link === undefined || acked.stream !== link.outgoing.stream) return { state, effects: [] };
  if (acked.position === 0 && link.outgoing.acked > 0) {
    // That page has forgotten us, as after a roster that lost us for a moment: it gets all it has not acknowledged.
    const lastStream = state.lastStream + 1;
    const outgoing = restart(link.outgoing, lastStream);
    return { state: withLink({ ...state, lastStream }, from, { ...link, outgoing }), effects: [] };
  }
  const { outgoing, arrived } = acknowledge(link.outgoing, acked.position, nowMs, patienceMs[link.way]);
  const next = withLink(state, from, { ...link, outgoing });
  return { state: next, effects: deliveredOf(next, arrived) };
}

/** Of messages that one link holds no longer, those that no other holds either. */
function deliveredOf(state: Channel, arrived: readonly OutPiece[]): readonly ChannelEffect[] {
  if (arrived.length === 0) return [];
  const held = new Set<number>();
  for (const link of state.links.values()) for (const piece of link.outgoing.pieces) held.add(piece.id);
  const features = new Map(arrived.filter((piece) => !held.has(piece.id)).map((piece) => [piece.id, piece.feature]));
  return [...features].map(([id, feature]) => ({ kind: 'delivered', id, feature }));
}

// Time, and ways that are full

function passTime(link: ChannelLink, nowMs: number): ChannelLink {
  if (link.way === 'none') return link;
  if (link.fullUntilMs !== null) return link.fullUntilMs > nowMs ? link : { ...link, fullUntilMs: null };
  const { resendAtMs } = link.outgoing;
  const outgoing = resendAtMs !== null && resendAtMs <= nowMs ? noteSilence(link.outgoing) : link.outgoing;
  return { ...link, outgoing };
}

function takeBack(link: ChannelLink, holds: SendEffect['holds'], nowMs: number): ChannelLink {
  const full = { ...link, fullUntilMs: nowMs + retryFullMs };
  switch (holds.kind) {
    case 'lossy':
      // Something newer may have come meanwhile.
      return link.lossy.has(holds.feature) ? full : keepNewest(full, holds.feature, holds.body);
    case 'place': {
      const isCurrent = holds.place.stream === link.outgoing.stream;
      const outgoing = isCurrent
        ? noteUnsent(link.outgoing, holds.place.position, nowMs, patienceMs[link.way])
        : link.outgoing;
      return { ...full, outgoing, ackDueAtMs: link.incoming.stream > 0 ? nowMs : null };
    }
    case 'ack':
      return { ...full, ackDueAtMs: nowMs };
  }
}

function keepNewest(link: ChannelLink, feature: string, body: Bytes): ChannelLink {
  if (!link.lossy.has(feature) && link.lossy.size >= lossySlotsMax) return link;
  return { ...link, lossy: new Map(link.lossy).set(feature, body) };
}

// Small moves on the state

function drop(state: Channel, reason: Drop): Advanced {
  return { state: { ...state, drops: { ...state.drops, [reason]: state.drops[reason] + 1 } }, effects: [] };
}

function withLink(state: Channel, member: MemberId, link: ChannelLink): Channel {
  return { ...state, links: new Map(state.links).set(member, link) };
}

function onLink(state: Channel, member: MemberId, change: (link: ChannelLink) => ChannelLink): Advanced {
  const link = state.links.get(member);
  return { state: link === undefined ? state : withLink(state, member, change(link)), effects: [] };
}

function mapLinks(
  links: Channel['links'],
  change: (link: ChannelLink) => ChannelLink,
): ReadonlyMap<MemberId, ChannelLink> {
  return new Map([...links].map(([member, link]) => [member, change(link)]));
}
