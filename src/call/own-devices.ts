// Microphone and camera together: hands each event to the device it is about and queues what the person should be told. Pure.
import type { OwnDeviceStep } from './own-device.ts';
import * as own from './own-device.ts';
import type {
  DeviceKind,
  KeptChoice,
  ListedDevice,
  OwnDevice,
  TracksEffect,
  TracksEvent,
  TracksState,
} from './tracks.ts';

export interface TracksStep {
  readonly state: TracksState;
  readonly effects: readonly TracksEffect[];
}

/** Longer queues would speak of a past the person has forgotten. */
const noticesMax = 4;

export function initialTracks(options: {
  readonly isPhone: boolean;
  readonly isVisible: boolean;
  readonly kept: { readonly microphone: KeptChoice | null; readonly camera: KeptChoice | null };
}): TracksState {
  const { isPhone, isVisible, kept } = options;
  return {
    microphone: own.initialDevice('microphone', kept.microphone, null),
    camera: own.initialDevice('camera', kept.camera, isPhone ? 'user' : null),
    notices: [],
    isPhone,
    isVisible,
  };
}

export function advanceTracks(state: TracksState, event: TracksEvent): TracksStep {
  const { isPhone } = state;
  switch (event.kind) {
    case 'want':
      return change(state, event.device, (device) => own.want(device, event.isWanted, isPhone));
    case 'choose':
      return change(withoutOffer(state, event.id), event.device, (device) => own.choose(device, event.id, isPhone));
    case 'flip':
      return change(state, 'camera', (device) => own.flip(device, isPhone));
    case 'retry':
      return change(state, event.device, (device) => own.retry(device, isPhone));
    case 'opened':
      return change(state, event.device, (device) => own.opened(device, event.opened, isPhone));
    case 'failed':
      return change(state, event.device, (device) => own.failed(device, event.failure, isPhone));
    case 'ended':
      return change(state, event.device, own.ended);
    case 'interrupted':
      return change(state, event.device, own.interrupted);
    case 'resumed':
      return change(state, event.device, (device) => own.resumed(device, state));
    case 'visibility':
      return changeBoth({ ...state, isVisible: event.isVisible }, (device) =>
        event.isVisible ? own.shown(device, isPhone) : { own: device, effects: [] },
      );
    case 'listed':
      return listed(state, event.devices);
    case 'permission':
      return change(state, event.device, (device) => own.permitted(device, event.permission, isPhone));
    case 'dismissed':
      return { state: { ...state, notices: state.notices.slice(1) }, effects: [] };
  }
}

function listed(state: TracksState, devices: readonly ListedDevice[]): TracksStep {
  const here = new Set(devices.map((device) => device.id));
  const notices = state.notices.filter((notice) => notice.kind !== 'arrived' || here.has(notice.id));
  return changeBoth({ ...state, notices }, (device) =>
    own.listed(
      device,
      devices.filter((one) => one.kind === device.kind),
      state.isPhone,
    ),
  );
}

function withoutOffer(state: TracksState, id: string): TracksState {
  return { ...state, notices: state.notices.filter((notice) => notice.kind !== 'arrived' || notice.id !== id) };
}

function change(state: TracksState, kind: DeviceKind, step: (device: OwnDevice) => OwnDeviceStep): TracksStep {
  const { own: device, effects, notices = [] } = step(state[kind]);
  const queue = notices.length === 0 ? state.notices : [...state.notices, ...notices].slice(-noticesMax);
  return { state: { ...state, [kind]: device, notices: queue }, effects };
}

function changeBoth(state: TracksState, step: (device: OwnDevice) => OwnDeviceStep): TracksStep {
  const first = change(state, 'microphone', step);
  const second = change(first.state, 'camera', step);
  return { state: second.state, effects: [...first.effects, ...second.effects] };
}
