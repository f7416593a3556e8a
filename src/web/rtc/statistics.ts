// Reads what we use of a connection's statistics report (W3C webrtc-stats) into plain totals.
import type { LinkTotals } from '#call/sampling.ts';

/** Throws only when the connection is closed. */
export async function readTotals(connection: RTCPeerConnection): Promise<LinkTotals> {
  return sum(await connection.getStats());
}

interface Entry {
  readonly id: string;
  readonly type: string;
  readonly [field: string]: unknown;
}

function sum(report: RTCStatsReport): LinkTotals {
  const entries: Entry[] = [];
  report.forEach((entry: Entry) => {
    entries.push(entry);
  });
  const received = entries.filter(({ type }) => type === 'inbound-rtp');
  const sent = entries.filter(({ type }) => type === 'outbound-rtp');
  const reported = entries.filter(({ type }) => type === 'remote-inbound-rtp');
  const pair = selectedPair(entries);
  const local = entries.find(({ id }) => id === pair?.['localCandidateId']);
  const remote = entries.find(({ id }) => id === pair?.['remoteCandidateId']);
  const available = numberOf(pair, 'availableOutgoingBitrate');
  const roundTripS = numberOf(pair, 'currentRoundTripTime');
  return {
    atMs: performance.now(),
    packetsReceived: total(received, 'packetsReceived'),
    packetsLost: total(received, 'packetsLost'),
    packetsSent: total(sent, 'packetsSent'),
    packetsLostThere: total(reported, 'packetsLost'),
    bytesReceived: total(received, 'bytesReceived'),
    videoBytesSent: total(
      sent.filter((entry) => entry['kind'] === 'video'),
      'bytesSent',
    ),
    framesDecoded: total(received, 'framesDecoded'),
    roundTripMs: roundTripS === null ? null : roundTripS * 1_000,
    jitterMs: Math.max(0, ...received.map((entry) => (numberOf(entry, 'jitter') ?? 0) * 1_000)),
    availableKbps: available === null ? null : available / 1_000,
    isRelayed: local?.['candidateType'] === 'relay' || remote?.['candidateType'] === 'relay',
  };
}

/** Chromium names the pair in its transport; Firefox marks the pair itself. */
function selectedPair(entries: readonly Entry[]): Entry | undefined {
  const named = entries.find(({ type }) => type === 'transport')?.['selectedCandidatePairId'];
  return (
    entries.find(({ id }) => id === named) ??
    entries.find(
      (entry) => entry.type === 'candidate-pair' && (entry['selected'] === true || entry['nominated'] === true),
    )
  );
}

function total(entries: readonly Entry[], field: string): number {
  return entries.reduce((sumSoFar, entry) => sumSoFar + (numberOf(entry, field) ?? 0), 0);
}

function numberOf(entry: Entry | undefined, field: string): number | null {
  const value = entry?.[field];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
