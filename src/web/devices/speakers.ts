// Where the call is heard: which speakers there are and which one was chosen. What plays asks `playThrough`.
import { type ReadonlySignal, signal } from '@preact/signals';
import { findKept } from '#call/device-list.ts';
import type { KeptChoice, ListedDevice } from '#call/tracks.ts';
import type { Speakers } from './devices.ts';

export interface SpeakerPicker {
  readonly speakers: ReadonlySignal<Speakers>;
  listed(devices: readonly ListedDevice[]): void;
  choose(id: string): void;
}

export function openSpeakers(options: {
  readonly canChoose: boolean;
  readonly kept: KeptChoice | null;
  keep(choice: KeptChoice): void;
}): SpeakerPicker {
  const speakers = signal<Speakers>({ choices: [], chosen: null });
  let here: readonly ListedDevice[] = [];
  let wanted = options.kept;
  return {
    speakers,
    listed(devices) {
      if (!options.canChoose) return;
      here = devices.filter(({ kind, id }) => kind === 'speaker' && id !== '');
      const chosen = wanted === null ? null : findKept(here, wanted);
      speakers.value = { choices: here.map(({ id, label }) => ({ id, label })), chosen: chosen?.id ?? null };
    },
    choose(id) {
      const speaker = here.find((one) => one.id === id);
      if (speaker === undefined) return;
      wanted = speaker;
      speakers.value = { ...speakers.value, chosen: id };
      options.keep(speaker);
    },
  };
}

/** Null = the browser's default. A speaker that is gone leaves the element where it plays. */
export async function playThrough(
  element: Pick<HTMLMediaElement, 'sinkId' | 'setSinkId'>,
  speaker: string | null,
): Promise<void> {
  const id = speaker ?? '';
  if (!('setSinkId' in element) || element.sinkId === id) return;
  try {
    await element.setSinkId(id);
  } catch {
    // Unplugged in this moment: the next list says so.
  }
}
