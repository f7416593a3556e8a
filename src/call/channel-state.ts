// The state of what members say to each other, what can happen to it and what it asks for. Types only.
import type { MemberId, SessionId } from '#protocol/ids.ts';
import type { RelayFrame } from '#protocol/relay.ts';
import type { Drop, Incoming, Seen } from './channel-incoming.ts';
import type { Outgoing } from './channel-outgoing.ts';
import type { Bytes, Place, Said } from './framing.ts';
import type { Peer } from './ports.ts';

/** `direct`: a data channel is open; `relay`: through the server; `none`: wait. */
export type Way = 'direct' | 'relay' | 'none';

export interface ChannelLink {
  readonly session: SessionId;
  readonly way: Way;
  readonly outgoing: Outgoing;
  readonly incoming: Incoming;
  readonly ackDueAtMs: number | null;
  /** Pieces taken since the last acknowledgement. */
  readonly unspokenPieces: number;
  /** The newest lossy body of each feature that has not gone yet. */
  readonly lossy: ReadonlyMap<string, Bytes>;
  /** The data channel took no more; nothing is tried before. */
  readonly fullUntilMs: number | null;
}

export interface Channel {
  readonly me: Peer;
  /** Number of the last message, reliable or lossy, to whomever. */
  readonly lastId: number;
  readonly lastStream: number;
  readonly links: ReadonlyMap<MemberId, ChannelLink>;
  /** What pages that are gone have shown us, should the room's server bring one back. Oldest first. */
  readonly retired: ReadonlyMap<string, Seen>;
  /** Frames and bodies that were not taken, by reason. */
  readonly drops: Readonly<Record<Drop, number>>;
}

export type ChannelEvent =
  /** Everybody else in the room now. */
  | { readonly kind: 'roster'; readonly peers: readonly Peer[] }
  | { readonly kind: 'way'; readonly member: MemberId; readonly way: Way }
  | { readonly kind: 'frame'; readonly from: MemberId; readonly bytes: Uint8Array }
  /** A body from the server, opened where it was sealed; the sender as the server stamped it. */
  | { readonly kind: 'relayed'; readonly from: Peer; readonly seq: number; readonly body: Uint8Array }
  /** The data channel did not take this. */
  | { readonly kind: 'full'; readonly unsent: SendEffect }
  | { readonly kind: 'tick' };

export interface SendEffect {
  readonly kind: 'send';
  readonly member: MemberId;
  readonly bytes: Bytes;
  readonly isReliable: boolean;
  /** What to take back when it cannot go. */
  readonly holds:
    | { readonly kind: 'place'; readonly place: Place }
    | { readonly kind: 'lossy'; readonly feature: string; readonly body: Bytes }
    | { readonly kind: 'ack' };
}

export type ChannelEffect =
  | SendEffect
  /** One upload for all in `to`. The body is not sealed yet. */
  | { readonly kind: 'relay'; readonly frame: RelayFrame }
  | { readonly kind: 'deliver'; readonly from: MemberId; readonly said: Said }
  /** Everybody whom the message was for has it, or has left. */
  | { readonly kind: 'delivered'; readonly id: number; readonly feature: string };

export interface Advanced {
  readonly state: Channel;
  readonly effects: readonly ChannelEffect[];
}
