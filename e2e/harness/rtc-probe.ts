// Reads from inside a page what its peer connections really send and receive, whatever the page shows.
// The functions marked "in the page" are sent there as text: they may use nothing of this file.
import * as v from 'valibot';

declare global {
  interface Window {
    readonly recordedConnections?: readonly RTCPeerConnection[];
  }
}

/** What is read of the statistics (W3C WebRTC Statistics sections 8.2 to 8.5). */
const Stat = v.variant('type', [
  v.object({
    type: v.literal('inbound-rtp'),
    kind: v.string(),
    /** Id of the track that a media element plays. */
    trackIdentifier: v.string(),
    packetsReceived: v.optional(v.number(), 0),
    bytesReceived: v.optional(v.number(), 0),
    framesDecoded: v.optional(v.number(), 0),
  }),
  v.object({
    type: v.literal('outbound-rtp'),
    kind: v.string(),
    packetsSent: v.optional(v.number(), 0),
    bytesSent: v.optional(v.number(), 0),
    frameHeight: v.optional(v.number(), 0),
  }),
]);
type Stat = v.InferOutput<typeof Stat>;
export type Received = Extract<Stat, { type: 'inbound-rtp' }>;
export type Sent = Extract<Stat, { type: 'outbound-rtp' }>;

/** A page of any browser and driver; only text goes in and comes out. */
export interface Evaluates {
  evaluate(inPage: (given: string) => Promise<string>, given: string): Promise<string>;
}

/** In the page, before its own scripts: keeps every peer connection it makes where `trafficOf` finds it. */
export function recordConnections(): void {
  const connections: RTCPeerConnection[] = [];
  Object.defineProperty(window, 'recordedConnections', { value: connections });
  window.RTCPeerConnection = new Proxy(window.RTCPeerConnection, {
    construct(target, args: ConstructorParameters<typeof RTCPeerConnection>) {
      const connection = new target(...args);
      connections.push(connection);
      return connection;
    },
  });
}

/** Totals since each connection began, of all that are open now. */
export async function received(page: Evaluates): Promise<readonly Received[]> {
  return (await statsOf(page)).filter((stat) => stat.type === 'inbound-rtp');
}

/** Totals since each connection began, of all that are open now. */
export async function sent(page: Evaluates): Promise<readonly Sent[]> {
  return (await statsOf(page)).filter((stat) => stat.type === 'outbound-rtp');
}

/** Packets of one kind of media that left the page so far. */
export async function packetsSent(page: Evaluates, kind: 'audio' | 'video'): Promise<number> {
  return sum((await sent(page)).map((stream) => (stream.kind === kind ? stream.packetsSent : 0)));
}

/** Packets of one kind of media that arrived so far. */
export async function packetsReceived(page: Evaluates, kind: 'audio' | 'video'): Promise<number> {
  return sum((await received(page)).map((stream) => (stream.kind === kind ? stream.packetsReceived : 0)));
}

/** Labels of the tracks that are being sent, each once. */
export async function labelsSent(page: Evaluates): Promise<readonly string[]> {
  return v.parse(v.array(v.string()), JSON.parse(await page.evaluate(readLabels, '')));
}

async function statsOf(page: Evaluates): Promise<readonly Stat[]> {
  return v.parse(v.array(Stat), JSON.parse(await page.evaluate(readStats, '')));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** In the page. */
async function readStats(): Promise<string> {
  const stats: unknown[] = [];
  for (const connection of window.recordedConnections ?? []) {
    if (connection.connectionState === 'closed') continue;
    const report = await connection.getStats();
    report.forEach((stat: { readonly type: string }) => {
      if (stat.type === 'inbound-rtp' || stat.type === 'outbound-rtp') stats.push(stat);
    });
  }
  return JSON.stringify(stats);
}

/** In the page. */
async function readLabels(): Promise<string> {
  const senders = (window.recordedConnections ?? []).flatMap((connection) => connection.getSenders());
  const labels = senders.flatMap(({ track }) => (track === null ? [] : [track.label]));
  return JSON.stringify([...new Set(labels)]);
}
