// The least a call can be: a page with a camera and one peer connection, no product. The floor that the product is
// measured against, and what this harness is proved on.
import { createServer } from 'node:http';
import { freePort } from './product.ts';
import type { Evaluates } from './rtc-probe.ts';

export interface BareServer {
  readonly port: number;
  close(): void;
}

const html = '<!doctype html><title>Bare call</title><video id="far" autoplay playsinline></video>';

export async function serveBarePage(): Promise<BareServer> {
  const port = await freePort();
  const server = createServer((_request, response) => response.setHeader('content-type', 'text/html').end(html));
  server.listen(port);
  return { port, close: () => server.close() };
}

/** Connects two open bare pages; descriptions with all candidates are carried by hand. */
export async function connectBarePages(caller: Evaluates, callee: Evaluates): Promise<void> {
  const offer = await caller.evaluate(describeBareSide, '');
  const answer = await callee.evaluate(describeBareSide, offer);
  await caller.evaluate(async (sdp) => {
    await window.recordedConnections?.[0]?.setRemoteDescription({ type: 'answer', sdp });
    return '';
  }, answer);
}

/** In the page: opens devices, and answers an offer or, without one, makes one; resolves when it has all candidates. */
async function describeBareSide(offer: string): Promise<string> {
  const connection = new RTCPeerConnection();
  connection.ontrack = ({ streams: [stream] }) => {
    const video = document.querySelector('video');
    if (video !== null && stream !== undefined) video.srcObject = stream;
  };
  const media = await navigator.mediaDevices.getUserMedia({ audio: true, video: true });
  for (const track of media.getTracks()) connection.addTrack(track, media);
  if (offer !== '') await connection.setRemoteDescription({ type: 'offer', sdp: offer });
  const complete = new Promise<void>((done) => {
    connection.onicecandidate = ({ candidate }) => {
      if (candidate === null) done();
    };
  });
  await connection.setLocalDescription();
  await complete;
  return connection.localDescription?.sdp ?? '';
}
