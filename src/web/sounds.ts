// Short tones for what happens in a call, made here so that nothing is fetched. Decides when a tone is too much; knows no words.

export type Sound = 'join' | 'leave' | 'message';

interface Note {
  readonly hz: number;
  readonly atMs: number;
  readonly forMs: number;
}

/** Where tones are heard. */
export interface ToneOutput {
  play(notes: readonly Note[]): void;
  close(): void;
}

const lowHz = 523;
const highHz = 784;

const tones: Readonly<Record<Sound, readonly Note[]>> = {
  join: [
    { hz: lowHz, atMs: 0, forMs: 140 },
    { hz: highHz, atMs: 130, forMs: 200 },
  ],
  leave: [
    { hz: highHz, atMs: 0, forMs: 140 },
    { hz: lowHz, atMs: 130, forMs: 200 },
  ],
  message: [{ hz: 659, atMs: 0, forMs: 180 }],
};

/** With more people inside, each coming and going is noise (Element Call has the same ceiling). */
const insideMost = 8;
/** Several at once are one tone. */
const spacingMs = 500;

export interface SoundsOptions {
  /** The person wants this one. */
  readonly isOn: (sound: Sound) => boolean;
  /** How many are in the room. */
  readonly inside: () => number;
  readonly nowMs: () => number;
  readonly output: ToneOutput;
}

export interface Sounds {
  play(sound: Sound): void;
  close(): void;
}

export function openSounds({ isOn, inside, nowMs, output }: SoundsOptions): Sounds {
  let lastAtMs: number | null = null;
  return {
    play(sound) {
      if (!isOn(sound) || inside() > insideMost) return;
      if (lastAtMs !== null && nowMs() - lastAtMs < spacingMs) return;
      lastAtMs = nowMs();
      output.play(tones[sound]);
    },
    close: () => output.close(),
  };
}

/** Soft enough to lie under a voice. */
const loudest = 0.08;
const attackSeconds = 0.015;

/** Tones through the system's speaker; silent where the browser allows no sound. */
export function webAudioTones(): ToneOutput {
  let context: AudioContext | null = null;
  return {
    play(notes) {
      try {
        context ??= new AudioContext();
        void playNotes(context, context.destination, notes, loudest);
      } catch {
        // No audio here: the same is shown and said.
      }
    },
    close: () => void context?.close().catch(() => undefined),
  };
}

/** Plays notes into `target`, `peak` of full scale; settles when the last one is over. */
export function playNotes(
  context: AudioContext,
  target: AudioNode,
  notes: readonly Note[],
  peak: number,
): Promise<void> {
  const start = context.currentTime;
  const ends = notes.map(({ hz, atMs, forMs }) => {
    const at = start + atMs / 1_000;
    const end = at + forMs / 1_000;
    const oscillator = new OscillatorNode(context, { frequency: hz });
    const gain = new GainNode(context, { gain: 0 });
    gain.gain.setValueAtTime(0, at);
    gain.gain.linearRampToValueAtTime(peak, at + attackSeconds);
    gain.gain.exponentialRampToValueAtTime(0.0001, end);
    oscillator.connect(gain).connect(target);
    oscillator.start(at);
    oscillator.stop(end);
    return new Promise<void>((resolve) => {
      oscillator.addEventListener('ended', () => resolve());
    });
  });
  return Promise.all(ends).then(() => undefined);
}
