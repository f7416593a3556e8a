// What a call asks of the world: media, the wire, time and chance. Each port has a shipped fake and one contract suite.
import type { MemberId, SessionId } from '#protocol/ids.ts';
import type { IceServer } from '#protocol/session.ts';
import type { Signal } from '#protocol/signaling.ts';

/** What one member can send. Screens will be further sources. */
export const sources = ['microphone', 'camera'] as const;
export type Source = (typeof sources)[number];

/** The far end of one link: a member's page, not the member. */
export interface Peer {
  readonly member: MemberId;
  readonly session: SessionId;
}

export type LinkPhase = 'connecting' | 'up' | 'suspect' | 'restarting' | 'lost';

/** One second of one link, as differences since the sample before. */
export interface LinkSample {
  readonly roundTripMs: number | null;
  readonly jitterMs: number;
  /** 0 to 1, received audio and video together. */
  readonly receivedLoss: number;
  /** 0 to 1, as the far end reports of what we sent. */
  readonly sentLoss: number;
  readonly receivedKbps: number;
  readonly sentVideoKbps: number;
  /** The browser's estimate of what the uplink carries, or null before there is one. */
  readonly availableKbps: number | null;
  readonly receivedFps: number;
  readonly isRelayed: boolean;
}

/** How the camera is sent over one link. */
export interface CameraCap {
  readonly height: number;
  readonly fps: number;
  readonly maxKbps: number;
}

export type EngineEvent<Track> =
  | { readonly kind: 'phase'; readonly member: MemberId; readonly phase: LinkPhase }
  | { readonly kind: 'track'; readonly member: MemberId; readonly source: Source; readonly track: Track | null }
  | { readonly kind: 'signal'; readonly peer: Peer; readonly signal: Signal }
  | { readonly kind: 'channel'; readonly member: MemberId; readonly isOpen: boolean }
  | { readonly kind: 'frame'; readonly member: MemberId; readonly bytes: Uint8Array }
  | { readonly kind: 'sample'; readonly member: MemberId; readonly sample: LinkSample };

/**
 * Exchanges media and channel frames with members. Decides nothing about the room: who is linked, what is sent and how
 * large comes from the call. `Track` is the platform's track (MediaStreamTrack in a browser). Every method may be called
 * at any time, is idempotent and never throws; after `close` all are without effect.
 */
export interface MediaEngine<Track> {
  /** Starts exchanging media with a page. `initiates`: this side makes the first offer (the newcomer does). */
  link(peer: Peer, options: { readonly isPolite: boolean; readonly initiates: boolean }): void;
  unlink(member: MemberId): void;
  /** What is sent to everybody from now on; null stops it. Never renegotiates. */
  send(source: Source, track: Track | null): void;
  cap(member: MemberId, cap: CameraCap): void;
  /** What the far end says it sends: silence is suspect only then, and a picture that stands still is asked for anew. */
  expect(member: MemberId, sending: readonly Source[]): void;
  receive(from: Peer, signal: Signal): void;
  /** Sends one RoomChannel frame over the data channel. False: not open, or full (reliable frames only wait in the caller). */
  sendFrame(member: MemberId, bytes: Uint8Array, options: { readonly isReliable: boolean }): boolean;
  setIceServers(servers: readonly IceServer[]): void;
  /** The network came back or changed, the machine woke: silent links are restarted at once. */
  networkReturned(): void;
  /** Signals can be delivered again (own socket, or that member's): unanswered ones are repeated. */
  signalingReturned(member: MemberId | 'everybody'): void;
  /** 0 to 1 for every member whose microphone is heard now. */
  levels(): ReadonlyMap<MemberId, number>;
  close(): void;
}

/** Milliseconds that never go back, and one alarm at a time. */
export interface Clock {
  now(): number;
  /** Calls `wake` once at or after `atMs` on this clock; returns how to cancel. */
  at(atMs: number, wake: () => void): () => void;
}

/** A number in [0, 1). */
export type Random = () => number;
