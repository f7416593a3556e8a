// The person's own camera, microphone and speaker: what is wanted, what is there, what went wrong. One owner from the
// page before joining to the end of the call, so that joining does not open a device twice.
import type { ReadonlySignal } from '@preact/signals';
import type { DeviceChoice, DeviceKind, DeviceState } from '#call/tracks.ts';

export interface Speakers {
  /** Empty where the browser cannot choose one (no setSinkId): the picker is hidden then. */
  readonly choices: readonly DeviceChoice[];
  readonly chosen: string | null;
}

export interface Devices {
  readonly microphone: ReadonlySignal<DeviceState>;
  readonly camera: ReadonlySignal<DeviceState>;
  readonly speakers: ReadonlySignal<Speakers>;
  /** Open while the microphone is allowed, also when muted, so that unmuting is instant; what is sent is the call's decision. */
  readonly microphoneTrack: ReadonlySignal<MediaStreamTrack | null>;
  /** Null while the camera is off: the device is released. */
  readonly cameraTrack: ReadonlySignal<MediaStreamTrack | null>;
  /** 0 to 1, about 15 times a second while a microphone is open, muted or not. */
  readonly level: ReadonlySignal<number>;
  /** A device was lost and replaced, or a new headset came: words for a toast are the page's. */
  readonly notice: ReadonlySignal<
    | { readonly kind: 'replaced'; readonly device: DeviceKind; readonly lost: string; readonly now: string }
    | { readonly kind: 'arrived'; readonly device: DeviceKind; readonly label: string; readonly id: string }
    | null
  >;
  setWanted(kind: DeviceKind, isWanted: boolean): void;
  choose(kind: DeviceKind, id: string): void;
  chooseSpeaker(id: string): void;
  /** Front and back on phones. */
  flipCamera(): void;
  /** After a permission was given outside the page, or to ask again. */
  retry(kind: DeviceKind): void;
  dismissNotice(): void;
  close(): void;
}
