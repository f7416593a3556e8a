// Plays the browser's devices: plugs, prompts, refusals, interruptions. Counts what it handed out, so that a leak shows.
import type { DeviceKind, DevicePermission } from '#call/tracks.ts';
import type { DeviceWorld, MediaPort } from '../web/devices/device-world.ts';

export interface FakeDevice {
  readonly kind: MediaDeviceKind;
  readonly id: string;
  readonly label: string;
  readonly groupId?: string;
  readonly facing?: 'user' | 'environment';
}

export class FakeTrack extends EventTarget implements MediaStreamTrack {
  readonly id: string;
  readonly kind: string;
  readonly label: string;
  contentHint = '';
  enabled = true;
  muted = false;
  readyState: MediaStreamTrackState = 'live';
  onended = null;
  onmute = null;
  onunmute = null;
  readonly #settings: MediaTrackSettings;

  constructor(device: FakeDevice, id: string) {
    super();
    this.id = id;
    this.kind = device.kind === 'audioinput' ? 'audio' : 'video';
    this.label = device.label;
    const facing = device.facing === undefined ? {} : { facingMode: device.facing };
    this.#settings = { deviceId: device.id, groupId: device.groupId ?? '', ...facing };
  }

  /** As a browser: ending a track oneself fires no event. */
  stop(): void {
    this.readyState = 'ended';
  }

  unplug(): void {
    if (this.readyState === 'ended') return;
    this.readyState = 'ended';
    this.dispatchEvent(new Event('ended'));
  }

  /** The system holds the media back, or gives it again. */
  setMuted(isMuted: boolean): void {
    this.muted = isMuted;
    this.dispatchEvent(new Event(isMuted ? 'mute' : 'unmute'));
  }

  getSettings(): MediaTrackSettings {
    return this.#settings;
  }

  getCapabilities(): MediaTrackCapabilities {
    return {};
  }

  getConstraints(): MediaTrackConstraints {
    return {};
  }

  async applyConstraints(): Promise<void> {
    // A fake picture has no size.
  }

  clone(): MediaStreamTrack {
    throw new Error('nothing here clones tracks');
  }
}

export class FakeMediaDevices extends EventTarget implements MediaPort {
  readonly requests: MediaStreamConstraints[] = [];
  readonly tracks: FakeTrack[] = [];
  readonly permissions: Record<DeviceKind, DevicePermission> = { microphone: 'prompt', camera: 'prompt' };
  readonly #watchers = new Map<DeviceKind, (permission: DevicePermission) => void>();
  /** What the person answers to a prompt. */
  answer: 'allow' | 'dismiss' | 'deny' = 'allow';
  /** How often the person was asked. */
  prompts = 0;
  /** Ids of devices that another program uses. */
  readonly busy = new Set<string>();
  isPhone = false;
  #devices: readonly FakeDevice[];
  #hold: Promise<void> | null = null;

  constructor(devices: readonly FakeDevice[]) {
    super();
    this.#devices = devices;
  }

  live(kind?: 'audio' | 'video'): readonly FakeTrack[] {
    return this.tracks.filter((track) => track.readyState === 'live' && (kind === undefined || track.kind === kind));
  }

  async getUserMedia(constraints: MediaStreamConstraints): Promise<{ getTracks(): MediaStreamTrack[] }> {
    this.requests.push(constraints);
    await this.#hold;
    const wanted: FakeDevice[] = [];
    if (constraints.audio) wanted.push(this.#find('audioinput', constraints.audio));
    if (constraints.video) wanted.push(this.#find('videoinput', constraints.video));
    this.#ask(wanted);
    for (const device of wanted) this.#refuseIfInUse(device);
    const tracks = wanted.map((device, index) => new FakeTrack(device, `track-${this.tracks.length + index}`));
    this.tracks.push(...tracks);
    return { getTracks: () => tracks };
  }

  async enumerateDevices(): Promise<readonly Pick<MediaDeviceInfo, 'kind' | 'deviceId' | 'groupId' | 'label'>[]> {
    return this.#devices.map(({ kind, id, groupId = '', label }) => {
      const isNamed = this.permissions[kind === 'videoinput' ? 'camera' : 'microphone'] === 'granted';
      return isNamed ? { kind, deviceId: id, groupId, label } : { kind, deviceId: '', groupId: '', label: '' };
    });
  }

  plug(...devices: readonly FakeDevice[]): void {
    this.#devices = [...this.#devices, ...devices];
    this.dispatchEvent(new Event('devicechange'));
  }

  unplug(id: string): void {
    this.#devices = this.#devices.filter((device) => device.id !== id);
    for (const track of this.live()) if (track.getSettings().deviceId === id) track.unplug();
    this.dispatchEvent(new Event('devicechange'));
  }

  /** From the browser's own settings, outside the page. */
  permit(kind: DeviceKind, permission: DevicePermission): void {
    this.permissions[kind] = permission;
    this.#watchers.get(kind)?.(permission);
  }

  watch(kind: DeviceKind, changed: (permission: DevicePermission) => void, signal: AbortSignal): void {
    this.#watchers.set(kind, changed);
    signal.addEventListener('abort', () => this.#watchers.delete(kind));
  }

  /** Requests stay open, as a prompt does, until the returned function is called. */
  hold(): () => void {
    let release = (): void => undefined;
    this.#hold = new Promise((resolve) => {
      release = () => {
        this.#hold = null;
        resolve();
      };
    });
    return release;
  }

  #find(kind: MediaDeviceKind, constraints: true | MediaTrackConstraints): FakeDevice {
    const ofKind = this.#devices.filter((device) => device.kind === kind);
    if (ofKind.length === 0) throw new DOMException('Requested device not found', 'NotFoundError');
    const { deviceId, facingMode } = constraints === true ? {} : constraints;
    const exact = typeof deviceId === 'object' && 'exact' in deviceId ? deviceId.exact : undefined;
    const facing = typeof facingMode === 'object' && 'ideal' in facingMode ? facingMode.ideal : undefined;
    const fitting = ofKind.filter((device) => exact === undefined || device.id === exact);
    const found = fitting.find((device) => device.facing === facing) ?? fitting[0];
    if (found === undefined) throw new DOMException('', 'OverconstrainedError');
    return found;
  }

  #ask(wanted: readonly FakeDevice[]): void {
    const asked = wanted.map(({ kind }): DeviceKind => (kind === 'audioinput' ? 'microphone' : 'camera'));
    if (asked.some((kind) => this.permissions[kind] === 'denied')) {
      throw new DOMException('Permission denied', 'NotAllowedError');
    }
    const open = asked.filter((kind) => this.permissions[kind] !== 'granted');
    if (open.length === 0) return;
    this.prompts += 1;
    if (this.answer === 'dismiss') throw new DOMException('Permission dismissed', 'NotAllowedError');
    for (const kind of open) this.permissions[kind] = this.answer === 'allow' ? 'granted' : 'denied';
    if (this.answer === 'deny') throw new DOMException('Permission denied', 'NotAllowedError');
  }

  #refuseIfInUse(device: FakeDevice): void {
    const isSecondCamera = this.isPhone && device.kind === 'videoinput' && this.live('video').length > 0;
    if (this.busy.has(device.id) || isSecondCamera) {
      throw new DOMException('Could not start video source', 'NotReadableError');
    }
  }
}

export interface FakeDeviceWorld extends DeviceWorld {
  /** What the meter hears, and the next 67 ms. */
  loudness: number;
  tick(): void;
  meters(): number;
  show(isVisible: boolean): void;
  readonly kept: Map<string, string>;
  readonly calling: boolean[];
}

export function fakeDeviceWorld(
  media: FakeMediaDevices,
  overrides: Partial<Pick<DeviceWorld, 'media' | 'isSecure' | 'isEmbedded' | 'canChooseSpeaker' | 'storage'>> = {},
): FakeDeviceWorld {
  const kept = new Map<string, string>();
  const ticks = new Set<() => void>();
  const seen = new Set<() => void>();
  const calling: boolean[] = [];
  let isVisible = true;
  let meters = 0;
  const world: FakeDeviceWorld = {
    media,
    isSecure: true,
    isEmbedded: false,
    isPhone: media.isPhone,
    canChooseSpeaker: true,
    storage: { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) },
    ...overrides,
    kept,
    calling,
    loudness: 0,
    isBlockedByEmbedder: () => false,
    permission: async (kind) => media.permissions[kind],
    watchPermission: (kind, changed, signal) => media.watch(kind, changed, signal),
    isVisible: () => isVisible,
    watchVisibility: (changed, signal) => {
      seen.add(changed);
      signal.addEventListener('abort', () => seen.delete(changed));
    },
    openMeter: () => {
      meters += 1;
      const close = (): void => {
        meters -= 1;
      };
      return { read: () => world.loudness, close };
    },
    every: (_periodMs, tick) => {
      ticks.add(tick);
      return () => void ticks.delete(tick);
    },
    setCalling: (isCalling) => void calling.push(isCalling),
    tick: () => {
      for (const tick of ticks) tick();
    },
    meters: () => meters,
    show: (visible) => {
      isVisible = visible;
      for (const changed of seen) changed();
    },
  };
  return world;
}
