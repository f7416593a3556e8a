// Who is speaking, from levels: the ring, the dominant speaker, and talking while muted. Pure.
// Levels are linear, 0 to 1, 1 = 0 dBov (RTCRtpContributingSource.audioLevel, W3C webrtc 5.6; RFC 6464).
import type { MemberId } from '#protocol/ids.ts';

/** One voice with attack and release applied. */
export interface Voice {
  /** Above the threshold without a break since then. */
  readonly loudSinceMs: number | null;
  /** Last time above the threshold. */
  readonly loudAtMs: number | null;
  /** The ring shows since then; null = silent. */
  readonly speakingSinceMs: number | null;
}

export interface Speaking {
  readonly voices: ReadonlyMap<MemberId, Voice>;
  /** The same set as long as it has the same members. */
  readonly speaking: ReadonlySet<MemberId>;
  /** Stays when everybody falls silent. */
  readonly dominant: { readonly member: MemberId; readonly sinceMs: number } | null;
}

export interface MutedTalk {
  readonly voice: Voice;
  readonly toldAtMs: number | null;
}

/** -50 dBFS. */
const loudLevel = 10 ** (-50 / 20);
const attackMs = 150;
const releaseMs = 300;
const dominantAfterMs = 1_000;
const dominantDwellMs = 2_500;
/** Longer than a cough or an aside. */
const mutedTalkMs = 1_200;
const mutedTalkEveryMs = 30_000;

const silent: Voice = { loudSinceMs: null, loudAtMs: null, speakingSinceMs: null };

export function initialSpeaking(): Speaking {
  return { voices: new Map(), speaking: new Set(), dominant: null };
}

/** `levels` of everybody whose microphone is heard; who is missing is silent. About 15 times a second, at least 5. */
export function hearLevels(state: Speaking, levels: ReadonlyMap<MemberId, number>, nowMs: number): Speaking {
  const voices = new Map<MemberId, Voice>();
  for (const member of new Set([...levels.keys(), ...state.voices.keys()])) {
    const voice = hear(state.voices.get(member) ?? silent, levels.get(member) ?? 0, nowMs);
    if (voice !== silent) voices.set(member, voice);
  }
  const speaking = new Set([...voices].filter(([, voice]) => voice.speakingSinceMs !== null).map(([member]) => member));
  return {
    voices,
    speaking: isSame(speaking, state.speaking) ? state.speaking : speaking,
    dominant: dominantOf(voices, state.dominant, nowMs),
  };
}

export function initialMutedTalk(): MutedTalk {
  return { voice: silent, toldAtMs: null };
}

/** `isNoticed` once each 30 s at most, when the person has talked for 1.2 s into a muted microphone. */
export function noticeMutedTalk(
  state: MutedTalk,
  own: { readonly level: number; readonly isMuted: boolean },
  nowMs: number,
): { readonly state: MutedTalk; readonly isNoticed: boolean } {
  if (!own.isMuted) return { state: { ...state, voice: silent }, isNoticed: false };
  const voice = hear(state.voice, own.level, nowMs);
  const isTalking = voice.speakingSinceMs !== null && nowMs - voice.speakingSinceMs >= mutedTalkMs;
  const isRested = state.toldAtMs === null || nowMs - state.toldAtMs >= mutedTalkEveryMs;
  const isNoticed = isTalking && isRested;
  return { state: { voice, toldAtMs: isNoticed ? nowMs : state.toldAtMs }, isNoticed };
}

function hear(voice: Voice, level: number, nowMs: number): Voice {
  if (level > loudLevel) {
    const loudSinceMs = voice.loudSinceMs ?? nowMs;
    // Speech counts from its first sound, not from when the ring was sure of it.
    const speakingSinceMs = voice.speakingSinceMs ?? (nowMs - loudSinceMs >= attackMs ? loudSinceMs : null);
    return { loudSinceMs, loudAtMs: nowMs, speakingSinceMs };
  }
  const isReleased = voice.loudAtMs === null || nowMs - voice.loudAtMs >= releaseMs;
  if (voice.speakingSinceMs === null || isReleased) return silent;
  return { ...voice, loudSinceMs: null };
}

/** Who began to speak last takes over, after a second of it; nobody is pushed aside sooner than 2.5 s. */
function dominantOf(
  voices: ReadonlyMap<MemberId, Voice>,
  current: Speaking['dominant'],
  nowMs: number,
): Speaking['dominant'] {
  if (current !== null && nowMs - current.sinceMs < dominantDwellMs) return current;
  let latest: { readonly member: MemberId; readonly beganMs: number } | null = null;
  for (const [member, { speakingSinceMs }] of voices) {
    if (speakingSinceMs === null || nowMs - speakingSinceMs < dominantAfterMs) continue;
    if (latest === null || speakingSinceMs > latest.beganMs) latest = { member, beganMs: speakingSinceMs };
  }
  return latest === null || latest.member === current?.member ? current : { member: latest.member, sinceMs: nowMs };
}

function isSame(a: ReadonlySet<MemberId>, b: ReadonlySet<MemberId>): boolean {
  return a.size === b.size && [...a].every((member) => b.has(member));
}
