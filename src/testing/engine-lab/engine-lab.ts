// Runs the media engine contract on the real mesh engine inside a real browser: two engines in one page, signals by hand.
import type { EngineEvent, Peer, Source } from '#call/ports.ts';
import type { MemberId, SessionId } from '#protocol/ids.ts';
import type { Signal } from '#protocol/signaling.ts';
import { MeshEngine } from '../../web/rtc/mesh-engine.ts';
import { type EngineLab, type EngineSide, mediaEngineContract } from '../media-engine.contract.ts';

const patienceMs = 8_000;

/** Runs one case by name; resolves to null or to what went wrong. */
export type RunEngineCase = (name: string) => Promise<string | null>;

declare global {
  interface Window {
    runEngineCase: RunEngineCase;
  }
}

const audio = new AudioContext();

const lab: EngineLab<MediaStreamTrack> = {
  pair() {
    const pair = { carriesSignals: true };
    const a = side('a');
    const b = side('b');
    function side(name: 'a' | 'b'): EngineSide<MediaStreamTrack> {
      const self = { member: name as MemberId, session: name as SessionId } satisfies Peer;
      const events: EngineEvent<MediaStreamTrack>[] = [];
      const signalsSent: Signal[] = [];
      const engine = new MeshEngine([], (event) => {
        events.push(event);
        if (event.kind !== 'signal') return;
        signalsSent.push(event.signal);
        if (pair.carriesSignals) queueMicrotask(() => (name === 'a' ? b : a).engine.receive(self, event.signal));
      });
      return { self, engine, events, signalsSent };
    }
    return Object.assign(pair, { a, b });
  },
  track: (source) => (source === 'camera' ? drawnTrack() : toneTrack()),
  flows: (at, from, source) => (source === 'camera' ? showsFrames(at, from) : hearsTone(at, from)),
  async until(isTrue) {
    for (const deadline = performance.now() + patienceMs; performance.now() < deadline; ) {
      if (await isTrue()) return true;
      await pause(50);
    }
    return false;
  },
};

function drawnTrack(): MediaStreamTrack {
  const canvas = document.createElement('canvas');
  canvas.width = 160;
  canvas.height = 90;
  const paper = canvas.getContext('2d');
  const [track] = canvas.captureStream(15).getVideoTracks();
  if (paper === null || track === undefined) throw new Error('no canvas');
  let turn = 0;
  const timer = setInterval(() => {
    turn = (turn + 20) % 360;
    paper.fillStyle = `hsl(${turn} 80% 50%)`;
    paper.fillRect(0, 0, 160, 90);
    if (track.readyState === 'ended') clearInterval(timer);
  }, 66);
  return track;
}

function toneTrack(): MediaStreamTrack {
  const tone = audio.createOscillator();
  const out = audio.createMediaStreamDestination();
  tone.connect(out);
  tone.start();
  const [track] = out.stream.getAudioTracks();
  if (track === undefined) throw new Error('no tone');
  return track;
}

function lastTrack(at: EngineSide<MediaStreamTrack>, from: EngineSide<MediaStreamTrack>, source: Source) {
  const heard = at.events.findLast(
    (event) => event.kind === 'track' && event.member === from.self.member && event.source === source,
  );
  return heard?.kind === 'track' ? heard.track : null;
}

async function showsFrames(at: EngineSide<MediaStreamTrack>, from: EngineSide<MediaStreamTrack>): Promise<boolean> {
  const track = lastTrack(at, from, 'camera');
  if (track === null) return false;
  const video = document.createElement('video');
  video.muted = true;
  video.srcObject = new MediaStream([track]);
  document.body.append(video);
  // Not awaited: it stays pending while no frame comes.
  video.play().catch(() => undefined);
  // The first frame may be an old one that the element was given on attaching.
  let frames = 0;
  const count = (): void => {
    frames += 1;
    video.requestVideoFrameCallback(count);
  };
  video.requestVideoFrameCallback(count);
  await pause(500);
  video.remove();
  video.srcObject = null;
  return frames >= 3;
}

async function hearsTone(at: EngineSide<MediaStreamTrack>, from: EngineSide<MediaStreamTrack>): Promise<boolean> {
  const track = lastTrack(at, from, 'microphone');
  if (track === null) return false;
  // Chromium measures the level only of what is played.
  const speaker = new Audio();
  speaker.srcObject = new MediaStream([track]);
  speaker.play().catch(() => undefined);
  await pause(400);
  speaker.srcObject = null;
  return (at.engine.levels().get(from.self.member) ?? 0) > 0.01;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

window.runEngineCase = async (name) => {
  const found = mediaEngineContract.find((one) => one.name === name);
  if (found === undefined) return 'no such case';
  await audio.resume();
  try {
    await found.run(lab);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};
document.body.dataset['ready'] = '';
