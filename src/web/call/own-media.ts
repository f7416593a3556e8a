// From the person's devices to what is sent and said: a muted microphone stays open but is sent to nobody, and the room
// hears "on" only while something is really sent.
import { computed, effect } from '@preact/signals';
import type { MediaEngine } from '#call/ports.ts';
import type { DeviceState as OwnDevice } from '#call/tracks.ts';
import type { DeviceState } from '#protocol/session.ts';
import type { Devices } from '../devices/devices.ts';

export interface SaidDevices {
  readonly microphone: DeviceState;
  readonly camera: DeviceState;
}

/** What the room may say of this member's devices now. */
export function saidDevices(devices: Devices): SaidDevices {
  return {
    microphone: said(devices.microphone.value, devices.microphoneTrack.value),
    camera: said(devices.camera.value, devices.cameraTrack.value),
  };
}

function said(device: OwnDevice, track: MediaStreamTrack | null): DeviceState {
  if (device.isWanted && track !== null) return 'on';
  return device.phase === 'failed' || (device.problem !== null && track === null) ? 'none' : 'off';
}

/** Keeps the engine sending what the person wants sent; ends with `ended`. */
export function sendOwnMedia(
  devices: Devices,
  engine: Pick<MediaEngine<MediaStreamTrack>, 'send'>,
  ended: AbortSignal,
): void {
  const stops = [
    effect(() => engine.send('microphone', devices.microphone.value.isWanted ? devices.microphoneTrack.value : null)),
    effect(() => engine.send('camera', devices.camera.value.isWanted ? devices.cameraTrack.value : null)),
  ];
  ended.addEventListener('abort', () => {
    for (const stop of stops) stop();
  });
}

export interface DeviceNews {
  /** The room has heard this (with a join); what has changed since is said now. */
  heard(devices: SaidDevices): void;
}

/** Says every change of the own devices to the room, also those that happened while the room was being asked for a seat. */
export function tellOfDevices(
  devices: Devices,
  heardAtFirst: SaidDevices,
  tell: (devices: SaidDevices) => boolean,
  ended: AbortSignal,
): DeviceNews {
  let heard = heardAtFirst;
  const now = computed(() => saidDevices(devices));
  function tellNews(): void {
    const news = now.value;
    const isNews = news.microphone !== heard.microphone || news.camera !== heard.camera;
    if (isNews && tell(news)) heard = news;
  }
  ended.addEventListener('abort', effect(tellNews));
  return {
    heard(said) {
      heard = said;
      tellNews();
    },
  };
}
