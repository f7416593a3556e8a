// What goes out now: pieces whose window is open, acknowledgements that are due, lossy messages that wait. One body for
// many members through the server is one upload. Pure.
import type { MemberId } from '#protocol/ids.ts';
import type { RelayFrame } from '#protocol/relay.ts';
import { nextPieces, noteSent, type OutPiece } from './channel-outgoing.ts';
import type { Advanced, Channel, ChannelEffect, ChannelLink, SendEffect, Way } from './channel-state.ts';
import { type Bytes, type Place, relaySeq, writeAcks, writeFrame } from './framing.ts';

/** Pieces under way and not acknowledged. Below what the receiver keeps early (limits.channelEarlyFragments). */
const windowPieces = { direct: 64, relay: 16, none: 0 } as const satisfies Record<Way, number>;

/** A data channel repeats by itself, so ours is only for one that died unseen; through the server a frame can be lost. */
export const patienceMs = { direct: 3_000, relay: 1_000, none: 1_000 } as const satisfies Record<Way, number>;

/** How long an acknowledgement may wait for company: through the server each is a message that somebody's limit counts. */
export const acksWithinMs = { direct: 40, relay: 100, none: 100 } as const satisfies Record<Way, number>;
export const acksAfterPieces = 8;
/** After something out of order: several come together, one answer is enough. */
export const ackSoonMs = 20;
/** How soon a full data channel is tried again. */
export const retryFullMs = 50;

const nothing = new Uint8Array(0);

/** Bodies for the server on their way to everybody who gets the same bytes. */
interface Upload {
  readonly order: number;
  readonly body: Bytes;
  readonly to: RelayFrame['to'];
}

export function speak(state: Channel, nowMs: number): Advanced {
  const links = new Map(state.links);
  const effects: ChannelEffect[] = [];
  const uploads = new Map<Bytes, Upload>();
  const acks: [MemberId, ChannelLink][] = [];
  for (const [member, link] of state.links) {
    if (link.way === 'none' || (link.fullUntilMs !== null && link.fullUntilMs > nowMs)) continue;
    const { at, pieces } = nextPieces(link.outgoing, windowPieces[link.way]);
    const isAckDue = link.ackDueAtMs !== null && link.ackDueAtMs <= nowMs;
    if (pieces.length === 0 && !isAckDue && link.lossy.size === 0) continue;
    const outgoing = noteSent(link.outgoing, pieces.length, nowMs, patienceMs[link.way]);
    const spoken: ChannelLink = { ...link, outgoing, lossy: new Map() };
    if (link.way === 'direct') {
      effects.push(...framesFor(state, member, link, at, pieces, isAckDue));
      links.set(member, isAckDue || pieces.length > 0 ? acked(spoken) : spoken);
    } else {
      collect(uploads, member, link, at, pieces);
      if (isAckDue) acks.push([member, link]);
      links.set(member, isAckDue ? acked(spoken) : spoken);
    }
  }
  // By age, so that a place is seldom early at its receiver.
  for (const { to, body } of [...uploads.values()].sort((a, b) => a.order - b.order)) {
    effects.push({ kind: 'relay', frame: { to, body } });
  }
  if (acks.length > 0) effects.push(ackUpload(acks));
  return { state: { ...state, links }, effects };
}

function acked(link: ChannelLink): ChannelLink {
  return { ...link, ackDueAtMs: null, unspokenPieces: 0 };
}

function framesFor(
  state: Channel,
  member: MemberId,
  link: ChannelLink,
  at: number,
  pieces: readonly OutPiece[],
  isAckDue: boolean,
): readonly SendEffect[] {
  const { stream, received } = link.incoming;
  const header = {
    to: link.session,
    from: state.me.session,
    acked: stream === 0 ? null : { stream, position: received },
  };
  const send = (place: Place | null, body: Bytes, holds: SendEffect['holds']): SendEffect => {
    const bytes = writeFrame({ ...header, place, body });
    return { kind: 'send', member, bytes, isReliable: holds.kind !== 'lossy', holds };
  };
  const frames = pieces.map(({ body }, index) => {
    const place = { stream: link.outgoing.stream, position: at + index };
    return send(place, body, { kind: 'place', place });
  });
  if (isAckDue && frames.length === 0) frames.push(send(null, nothing, { kind: 'ack' }));
  for (const [feature, body] of link.lossy) frames.push(send(null, body, { kind: 'lossy', feature, body }));
  return frames;
}

function collect(
  uploads: Map<Bytes, Upload>,
  member: MemberId,
  link: ChannelLink,
  at: number,
  pieces: readonly OutPiece[],
): void {
  const add = (body: Bytes, order: number, place: Place | null): void => {
    const to = { member, session: link.session, seq: relaySeq(place) };
    uploads.set(body, { order, body, to: [...(uploads.get(body)?.to ?? []), to] });
  };
  pieces.forEach(({ body, id, index }, offset) => {
    add(body, id + index / 2 ** 16, { stream: link.outgoing.stream, position: at + offset });
  });
  for (const body of link.lossy.values()) add(body, Number.POSITIVE_INFINITY, null);
}

/** All that are due in one body; each receiver finds its own. */
function ackUpload(acks: readonly [MemberId, ChannelLink][]): ChannelEffect {
  const body = writeAcks(
    acks.map(([, { session, incoming }]) => ({ session, stream: incoming.stream, position: incoming.received })),
  );
  return { kind: 'relay', frame: { to: acks.map(([member, { session }]) => ({ member, session, seq: 0 })), body } };
}
