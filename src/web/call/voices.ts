// Listens ten times a second for who is speaking, and for talking into a muted microphone.
import { signal } from '@preact/signals';
import { hearLevels, initialMutedTalk, initialSpeaking, noticeMutedTalk } from '#call/speaking.ts';
import type { MemberId } from '#protocol/ids.ts';
import type { Devices } from '../devices/devices.ts';

const listenEveryMs = 100;

/** `levels` of the others, 0 to 1. Ends with `ended`. */
export function listenToVoices(
  me: MemberId,
  devices: Devices,
  levels: () => ReadonlyMap<MemberId, number>,
  ended: AbortSignal,
) {
  const speaking = signal<ReadonlySet<MemberId>>(new Set());
  const mutedTalkAtMs = signal<number | null>(null);
  let heard = initialSpeaking();
  let mutedTalk = initialMutedTalk();

  function listen(): void {
    const nowMs = performance.now();
    const own = devices.level.peek();
    const isMuted = !devices.microphone.peek().isWanted && devices.microphoneTrack.peek() !== null;
    heard = hearLevels(heard, new Map([...levels(), [me, isMuted ? 0 : own]]), nowMs);
    speaking.value = heard.speaking;
    const noticed = noticeMutedTalk(mutedTalk, { level: own, isMuted }, nowMs);
    mutedTalk = noticed.state;
    if (noticed.isNoticed) mutedTalkAtMs.value = nowMs;
  }

  const timer = setInterval(listen, listenEveryMs);
  // The meter runs only while somebody reads it.
  const stopReading = devices.level.subscribe(() => undefined);
  ended.addEventListener('abort', () => {
    clearInterval(timer);
    stopReading();
  });
  return { speaking, mutedTalkAtMs };
}
