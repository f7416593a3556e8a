// The devices of a person played without a browser: events in, what the rules asked for out.
import { deviceState } from '#call/own-device.ts';
import { advanceTracks, initialTracks } from '#call/own-devices.ts';
import type {
  DeviceKind,
  DeviceState,
  KeptChoice,
  ListedDevice,
  OpenChoice,
  OpenedDevice,
  TracksEffect,
  TracksEvent,
  TracksState,
} from '#call/tracks.ts';

export const builtIn: OpenedDevice = { id: 'mic-1', groupId: 'laptop', label: 'Built-in', facing: null };
export const headset: OpenedDevice = { id: 'mic-2', groupId: 'headset', label: 'Headset', facing: null };
export const front: OpenedDevice = { id: 'cam-1', groupId: 'laptop', label: 'Front', facing: 'user' };
export const back: OpenedDevice = { id: 'cam-2', groupId: 'laptop', label: 'Back', facing: 'environment' };
export const webcam: OpenedDevice = { id: 'cam-3', groupId: 'webcam', label: 'Webcam', facing: null };
export const desk: OpenedDevice = { id: 'cam-4', groupId: 'desk', label: 'Desk', facing: null };

export const microphones = [listed('microphone', builtIn), listed('microphone', headset)];
export const cameras = [listed('camera', webcam), listed('camera', desk)];

export function listed(kind: DeviceKind, { id, groupId, label }: KeptChoice): ListedDevice {
  return { kind, id, groupId, label };
}

export function open(device: DeviceKind, choice: OpenChoice): TracksEffect {
  return { kind: 'open', device, choice };
}

export function byId({ id }: { readonly id: string }): OpenChoice {
  return { by: 'id', id };
}

export const list: TracksEffect = { kind: 'list' };
export const byDefault: OpenChoice = { by: 'default' };

/** The reducer with what it asked for since the last look. */
export class Rehearsal {
  state: TracksState;
  effects: TracksEffect[] = [];

  constructor(options: { isPhone?: boolean; microphone?: KeptChoice; camera?: KeptChoice } = {}) {
    const { isPhone = false, microphone = null, camera = null } = options;
    this.state = initialTracks({ isPhone, isVisible: true, kept: { microphone, camera } });
  }

  say(...events: readonly TracksEvent[]): this {
    for (const event of events) {
      const { state, effects } = advanceTracks(this.state, event);
      this.state = state;
      this.effects.push(...effects);
    }
    return this;
  }

  want(device: DeviceKind, isWanted = true): this {
    return this.say({ kind: 'want', device, isWanted });
  }

  opened(device: DeviceKind, opened: OpenedDevice): this {
    return this.say({ kind: 'opened', device, opened });
  }

  list(...devices: readonly ListedDevice[]): this {
    return this.say({ kind: 'listed', devices });
  }

  /** What was asked for since the last look, in order. */
  asked(): readonly TracksEffect[] {
    const asked = this.effects;
    this.effects = [];
    return asked;
  }

  microphone(): DeviceState {
    return deviceState(this.state.microphone);
  }

  camera(): DeviceState {
    return deviceState(this.state.camera);
  }
}
