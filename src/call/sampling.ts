// From a connection's ever-growing totals to what happened in the last second. Pure.
import type { LinkSample } from './ports.ts';

/** Totals since the connection began (W3C webrtc-stats), already summed over audio and video where both count. */
export interface LinkTotals {
  readonly atMs: number;
  readonly packetsReceived: number;
  readonly packetsLost: number;
  readonly packetsSent: number;
  /** As the far end reported of what we sent. */
  readonly packetsLostThere: number;
  readonly bytesReceived: number;
  readonly videoBytesSent: number;
  readonly framesDecoded: number;
  /** Of this moment, not totals. */
  readonly roundTripMs: number | null;
  readonly jitterMs: number;
  readonly availableKbps: number | null;
  readonly isRelayed: boolean;
}

/** Null where the two do not belong to one connection or are too close to divide by. */
export function sampleBetween(before: LinkTotals, after: LinkTotals): LinkSample | null {
  const elapsedMs = after.atMs - before.atMs;
  const isSameConnection = after.bytesReceived >= before.bytesReceived && after.packetsSent >= before.packetsSent;
  if (elapsedMs < 100 || !isSameConnection) return null;
  const received = after.packetsReceived - before.packetsReceived;
  const lost = Math.max(0, after.packetsLost - before.packetsLost);
  const sent = after.packetsSent - before.packetsSent;
  const lostThere = Math.max(0, after.packetsLostThere - before.packetsLostThere);
  return {
    roundTripMs: after.roundTripMs,
    jitterMs: after.jitterMs,
    receivedLoss: share(lost, received + lost),
    sentLoss: share(lostThere, sent),
    receivedKbps: ((after.bytesReceived - before.bytesReceived) * 8) / elapsedMs,
    sentVideoKbps: ((after.videoBytesSent - before.videoBytesSent) * 8) / elapsedMs,
    availableKbps: after.availableKbps,
    receivedFps: ((after.framesDecoded - before.framesDecoded) * 1_000) / elapsedMs,
    isRelayed: after.isRelayed,
  };
}

function share(part: number, whole: number): number {
  return whole <= 0 ? 0 : Math.min(1, part / whole);
}
