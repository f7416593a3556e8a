// The only place that names RTCPeerConnection: carries out what call/link.ts decides and reports what happened.
import type { NegotiationEvent } from '#call/negotiation.ts';
import type { CameraCap, Source } from '#call/ports.ts';
import type { LinkTotals } from '#call/sampling.ts';
import { withOpusPreferences, withVideoStart } from '#call/sdp.ts';
import type { IceServer } from '#protocol/session.ts';
import type { Candidate } from '#protocol/signaling.ts';
import { readTotals } from './statistics.ts';

export type ConnectionReport =
  | { readonly kind: 'negotiation'; readonly event: NegotiationEvent }
  | { readonly kind: 'connected' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'track'; readonly source: Source; readonly track: MediaStreamTrack }
  | { readonly kind: 'channel'; readonly isOpen: boolean }
  | { readonly kind: 'frame'; readonly bytes: Uint8Array };

const kindOf = { microphone: 'audio', camera: 'video' } as const satisfies Record<Source, string>;

/** Channels are numbered on both sides, so that they need no round of their own (RFC 8832 section 4). */
const reliableChannelId = 0;
const lossyChannelId = 1;
/** Above this a reliable frame waits in the RoomChannel's own bounded buffer, and a lossy one is dropped. */
const bufferedBytesMax = 1024 * 1024;
const lossyBufferedBytesMax = 64 * 1024;
/** Candidates found within this time travel as one message. */
const candidateBatchMs = 5;
const audioKbps = 32;
/** What is said as text on the lossy channel; frames are binary. */
const beat = '.';
const pictureWanted = 'picture';
const refreshAtMostEveryMs = 400;

export class PeerConnection {
  readonly #connection: RTCPeerConnection;
  readonly #report: (report: ConnectionReport) => void;
  readonly #transceivers = new Map<Source, RTCRtpTransceiver>();
  readonly #sent = new Map<Source, MediaStreamTrack>();
  #reliable: RTCDataChannel | null = null;
  #lossy: RTCDataChannel | null = null;
  #candidates: Candidate[] = [];
  #candidateTimer: ReturnType<typeof setTimeout> | null = null;
  #heardMs: number | null = null;
  #cap: CameraCap | null = null;
  #isShaping = false;
  #isShapeDue = false;
  #isRefreshDue = false;
  #refreshedMs = Number.NEGATIVE_INFINITY;
  #isClosed = false;

  /** `initiates`: brings its media sections with the first offer; otherwise they are adopted from the other side's. */
  constructor(iceServers: readonly IceServer[], initiates: boolean, report: (report: ConnectionReport) => void) {
    this.#report = (happened) => {
      if (!this.#isClosed) report(happened);
    };
    this.#connection = new RTCPeerConnection({ iceServers: toRtc(iceServers), bundlePolicy: 'max-bundle' });
    this.#listen();
    if (initiates) {
      this.#openChannels();
      for (const source of ['microphone', 'camera'] as const) {
        this.#transceivers.set(source, this.#connection.addTransceiver(kindOf[source], { direction: 'sendrecv' }));
      }
    }
  }

  /** Creates and applies a local description; answers by `made` or `failed`. */
  async make(type: 'offer' | 'answer'): Promise<void> {
    await this.#settle(async () => {
      if (type === 'answer') this.#adopt();
      await this.#connection.setLocalDescription();
      // A sender has no encodings to shape before its section is negotiated.
      this.#shape();
      return { kind: 'made', sdp: this.#localSdp() };
    });
  }

  async take(type: 'offer' | 'answer', sdp: string): Promise<void> {
    await this.#settle(async () => {
      await this.#connection.setRemoteDescription({ type, sdp });
      this.#shape();
      return { kind: 'taken' };
    });
  }

  addCandidates(candidates: readonly Candidate[]): void {
    for (const candidate of candidates) {
      // A candidate that the browser cannot use (an unknown network, a filtered name) is not a fault of the link.
      this.#connection.addIceCandidate(candidate).catch(() => undefined);
    }
  }

  /** The present local description with what was gathered since, or null when it is not of that type any more. */
  localDescription(type: 'offer' | 'answer'): string | null {
    return this.#connection.localDescription?.type === type ? this.#localSdp() : null;
  }

  restartIce(): void {
    this.#connection.restartIce();
  }

  setIceServers(servers: readonly IceServer[]): void {
    this.#connection.setConfiguration({ iceServers: toRtc(servers), bundlePolicy: 'max-bundle' });
  }

  /** Replaces what is sent, without renegotiation. */
  send(source: Source, track: MediaStreamTrack | null): void {
    if (track === null) this.#sent.delete(source);
    else this.#sent.set(source, track);
    const sender = this.#transceivers.get(source)?.sender;
    if (sender !== undefined) this.#replace(sender, track);
    if (source === 'camera') this.#shape();
  }

  cap(cap: CameraCap): void {
    if (isSameCap(this.#cap, cap)) return;
    this.#cap = cap;
    this.#shape();
  }

  /** Makes the camera's encoder begin with a whole frame, by stopping and starting it. */
  refreshPicture(): void {
    const nowMs = performance.now();
    if (nowMs - this.#refreshedMs < refreshAtMostEveryMs) return;
    this.#refreshedMs = nowMs;
    this.#isRefreshDue = true;
    this.#shape();
  }

  sendFrame(bytes: Uint8Array, isReliable: boolean): boolean {
    const channel = isReliable ? this.#reliable : this.#lossy;
    const room = isReliable ? bufferedBytesMax : lossyBufferedBytesMax;
    if (channel?.readyState !== 'open' || channel.bufferedAmount > room) return false;
    channel.send(Uint8Array.from(bytes));
    return true;
  }

  /** Tells the other side that we are there although nothing is sent. */
  sendBeat(): void {
    this.#sayLossy(beat);
  }

  /** Asks the other side for a whole frame. */
  askForPicture(): void {
    this.#sayLossy(pictureWanted);
  }

  /** When anything last came from the other side, on performance.now(). */
  heardMs(): number | null {
    for (const receiver of this.#connection.getReceivers()) {
      for (const { timestamp } of receiver.getSynchronizationSources()) this.#heard(sinceLoad(timestamp));
    }
    return this.#heardMs;
  }

  /** When a frame of the far end's camera last came, on performance.now(); null = not in the last 10 s. */
  pictureMs(): number | null {
    const receiver = this.#transceivers.get('camera')?.receiver;
    const newest = receiver?.getSynchronizationSources()[0]?.timestamp;
    return newest === undefined ? null : sinceLoad(newest);
  }

  /** Linear audio level of the far end's microphone, 0 to 1 (W3C WebRTC section 5.5). */
  level(): number {
    const receiver = this.#transceivers.get('microphone')?.receiver;
    return receiver?.getSynchronizationSources()[0]?.audioLevel ?? 0;
  }

  totals(): Promise<LinkTotals> {
    return readTotals(this.#connection);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    if (this.#candidateTimer !== null) clearTimeout(this.#candidateTimer);
    this.#reliable?.close();
    this.#lossy?.close();
    this.#connection.close();
  }

  #sayLossy(text: string): void {
    if (this.#lossy?.readyState === 'open' && this.#lossy.bufferedAmount === 0) this.#lossy.send(text);
  }

  #listen(): void {
    const connection = this.#connection;
    connection.onnegotiationneeded = () => this.#report({ kind: 'negotiation', event: { kind: 'needed' } });
    connection.onicecandidate = ({ candidate }) => {
      if (candidate !== null && candidate.candidate !== '') this.#gathered(candidate);
    };
    connection.ontrack = ({ track }) => {
      this.#report({ kind: 'track', source: track.kind === 'audio' ? 'microphone' : 'camera', track });
    };
    connection.onconnectionstatechange = () => {
      if (connection.connectionState === 'connected') {
        this.#heard(performance.now());
        this.#report({ kind: 'connected' });
      }
      if (connection.connectionState === 'failed') this.#report({ kind: 'failed' });
    };
  }

  /** The side that answers opens them with its answer: opened earlier they would ask for an offer of its own. */
  #openChannels(): void {
    this.#reliable ??= this.#openChannel('reliable', { id: reliableChannelId, ordered: true });
    this.#lossy ??= this.#openChannel('lossy', { id: lossyChannelId, ordered: false, maxRetransmits: 0 });
  }

  #openChannel(label: string, options: RTCDataChannelInit): RTCDataChannel {
    const channel = this.#connection.createDataChannel(label, { ...options, negotiated: true });
    channel.binaryType = 'arraybuffer';
    if (label === 'reliable') {
      channel.onopen = () => this.#report({ kind: 'channel', isOpen: true });
      channel.onclose = () => this.#report({ kind: 'channel', isOpen: false });
    }
    channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      this.#heard(performance.now());
      if (data === pictureWanted) this.refreshPicture();
      if (data instanceof ArrayBuffer) this.#report({ kind: 'frame', bytes: new Uint8Array(data) });
    };
    return channel;
  }

  async #settle(apply: () => Promise<NegotiationEvent>): Promise<void> {
    let event: NegotiationEvent;
    try {
      event = await apply();
    } catch {
      event = { kind: 'failed' };
    }
    this.#report({ kind: 'negotiation', event });
  }

  /** Takes over the media sections of the other side's offer. */
  #adopt(): void {
    this.#openChannels();
    for (const source of ['microphone', 'camera'] as const) {
      if (this.#transceivers.has(source)) continue;
      const offered = this.#connection.getTransceivers().find(({ receiver }) => receiver.track.kind === kindOf[source]);
      if (offered === undefined) continue;
      offered.direction = 'sendrecv';
      this.#transceivers.set(source, offered);
      this.#replace(offered.sender, this.#sent.get(source) ?? null);
    }
    this.#shape();
  }

  #replace(sender: RTCRtpSender, track: MediaStreamTrack | null): void {
    // Fails only on a stopped sender: the connection is being replaced, and its successor is given the track anew.
    sender.replaceTrack(track).catch(() => undefined);
  }

  /** Applies the newest cap; one setParameters in flight, the last wish wins. */
  #shape(): void {
    this.#isShapeDue = true;
    if (this.#isShaping) return;
    this.#isShaping = true;
    this.#applyShape()
      // Rejects on a stopped sender only: its successor is shaped anew.
      .catch(() => undefined)
      .finally(() => {
        this.#isShaping = false;
      });
  }

  async #applyShape(): Promise<void> {
    while (this.#isShapeDue && !this.#isClosed) {
      const [cap, isRefresh] = [this.#cap, this.#isRefreshDue];
      this.#isShapeDue = false;
      this.#isRefreshDue = false;
      await shapeMicrophone(this.#transceivers.get('microphone')?.sender);
      const camera = this.#transceivers.get('camera')?.sender;
      if (cap === null || camera === undefined) continue;
      if (isRefresh) await shapeCamera(camera, { ...cap, maxKbps: 0 });
      await shapeCamera(camera, cap);
    }
  }

  #gathered(candidate: RTCIceCandidate): void {
    const { sdpMid, sdpMLineIndex } = candidate;
    this.#candidates.push({ candidate: candidate.candidate, sdpMid, sdpMLineIndex });
    this.#candidateTimer ??= setTimeout(() => {
      this.#candidateTimer = null;
      const candidates = this.#candidates;
      this.#candidates = [];
      this.#report({ kind: 'negotiation', event: { kind: 'gathered', candidates } });
    }, candidateBatchMs);
  }

  #heard(atMs: number): void {
    if (this.#heardMs === null || atMs > this.#heardMs) this.#heardMs = atMs;
  }

  #localSdp(): string {
    return withVideoStart(withOpusPreferences(this.#connection.localDescription?.sdp ?? ''));
  }
}

/** Browsers disagree whether these stamps count from 1970 or from the load of the page. */
function sinceLoad(timestamp: number): number {
  return timestamp > performance.timeOrigin ? timestamp - performance.timeOrigin : timestamp;
}

function toRtc(servers: readonly IceServer[]): RTCIceServer[] {
  return servers.map(({ urls, username, credential }) => ({
    urls: [...urls],
    ...(username === undefined ? {} : { username }),
    ...(credential === undefined ? {} : { credential }),
  }));
}

function isSameCap(a: CameraCap | null, b: CameraCap): boolean {
  return a !== null && a.height === b.height && a.fps === b.fps && a.maxKbps === b.maxKbps;
}

async function shapeMicrophone(sender: RTCRtpSender | undefined): Promise<void> {
  const parameters = sender?.getParameters();
  const encoding = parameters?.encodings[0];
  if (sender === undefined || parameters === undefined || encoding === undefined) return;
  if (encoding.maxBitrate === audioKbps * 1_000 && encoding.priority === 'high') return;
  encoding.maxBitrate = audioKbps * 1_000;
  encoding.priority = 'high';
  encoding.networkPriority = 'high';
  await sender.setParameters(parameters);
}

async function shapeCamera(sender: RTCRtpSender, cap: CameraCap): Promise<void> {
  const parameters = sender.getParameters();
  const encoding = parameters.encodings[0];
  if (encoding === undefined) return;
  const { width, height } = sender.track?.getSettings() ?? {};
  const shortSide = Math.min(width ?? cap.height, height ?? cap.height);
  encoding.active = cap.maxKbps > 0;
  encoding.maxBitrate = Math.max(1, cap.maxKbps) * 1_000;
  encoding.maxFramerate = cap.fps;
  encoding.scaleResolutionDownBy = Math.max(1, shortSide / cap.height);
  encoding.priority = 'low';
  encoding.networkPriority = 'low';
  await sender.setParameters(parameters);
}
