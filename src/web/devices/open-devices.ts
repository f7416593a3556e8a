// The person's devices for as long as a page needs them: executes what call/own-devices.ts decides and reports what happened.
import { batch, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { type DeviceError, deviceFailure } from '#call/device-errors.ts';
import { deviceState } from '#call/own-device.ts';
import { advanceTracks, initialTracks } from '#call/own-devices.ts';
import type {
  DeviceKind,
  DeviceNotice,
  DeviceState,
  ListedDevice,
  OpenChoice,
  OpenedDevice,
  TracksEffect,
  TracksEvent,
  TracksState,
} from '#call/tracks.ts';
import { capture } from './capture.ts';
import type { DeviceWorld } from './device-world.ts';
import type { Devices, Speakers } from './devices.ts';
import { keepChoice, readKeptChoices } from './kept-choices.ts';
import type { Meter } from './level-meter.ts';
import { openSpeakers, type SpeakerPicker } from './speakers.ts';

/** 15 times a second: as often as a meter is worth drawing. */
const meterPeriodMs = 67;
/** Steps a person cannot see; the same value again wakes nobody. */
const levelSteps = 2_000;
const kinds = { audioinput: 'microphone', videoinput: 'camera', audiooutput: 'speaker' } as const;

export function openDevices(world: DeviceWorld): Devices {
  return new OpenDevices(world);
}

class OpenDevices implements Devices {
  readonly microphone: Signal<DeviceState>;
  readonly camera: Signal<DeviceState>;
  readonly speakers: ReadonlySignal<Speakers>;
  readonly microphoneTrack = signal<MediaStreamTrack | null>(null);
  readonly cameraTrack = signal<MediaStreamTrack | null>(null);
  readonly level = signal(0);
  readonly notice = signal<DeviceNotice | null>(null);

  readonly #world: DeviceWorld;
  readonly #speakers: SpeakerPicker;
  readonly #closing = new AbortController();
  #state: TracksState;
  /** Events that came while one was being worked on. */
  readonly #events: TracksEvent[] = [];
  #isAdvancing = false;
  /** Asked for in this turn: one prompt for all of them. At most one a kind, as the state allows one attempt each. */
  readonly #opening = new Map<DeviceKind, OpenChoice>();
  /** Opened, and not yet adopted or discarded. */
  readonly #fresh = new Map<DeviceKind, MediaStreamTrack>();
  readonly #watches = new Map<DeviceKind, AbortController>();
  #listing: 'idle' | 'running' | 'again' = 'idle';
  #listed: readonly ListedDevice[] = [];
  #meter: { readonly track: MediaStreamTrack; readonly meter: Meter; stop(): void } | null = null;

  constructor(world: DeviceWorld) {
    this.#world = world;
    const kept = readKeptChoices(world.storage);
    this.#state = initialTracks({
      isPhone: world.isPhone,
      isVisible: world.isVisible(),
      kept: { microphone: kept.microphone ?? null, camera: kept.camera ?? null },
    });
    this.microphone = signal(deviceState(this.#state.microphone));
    this.camera = signal(deviceState(this.#state.camera));
    this.#speakers = openSpeakers({
      canChoose: world.canChooseSpeaker,
      kept: kept.speaker ?? null,
      keep: (choice) => keepChoice(world.storage, 'speaker', choice),
    });
    this.speakers = this.#speakers.speakers;
    this.#watchWorld();
    void this.#list();
  }

  setWanted(device: DeviceKind, isWanted: boolean): void {
    this.#advance({ kind: 'want', device, isWanted });
  }

  choose(device: DeviceKind, id: string): void {
    this.#advance({ kind: 'choose', device, id });
  }

  chooseSpeaker(id: string): void {
    this.#speakers.choose(id);
  }

  flipCamera(): void {
    this.#advance({ kind: 'flip' });
  }

  retry(device: DeviceKind): void {
    this.#advance({ kind: 'retry', device });
  }

  dismissNotice(): void {
    this.#advance({ kind: 'dismissed' });
  }

  close(): void {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    for (const device of ['microphone', 'camera'] as const) this.#release(device);
    for (const track of this.#fresh.values()) track.stop();
    this.#fresh.clear();
    this.#world.setCalling(false);
  }

  #watchWorld(): void {
    const { media } = this.#world;
    const { signal: closed } = this.#closing;
    const relist = (): void => void this.#list();
    media?.addEventListener('devicechange', relist);
    closed.addEventListener('abort', () => media?.removeEventListener('devicechange', relist));
    for (const device of ['microphone', 'camera'] as const) {
      const changed = (permission: TracksState['camera']['permission']): void =>
        this.#advance({ kind: 'permission', device, permission });
      this.#world.watchPermission(device, changed, closed);
    }
    const seen = (): void => {
      this.#advance({ kind: 'visibility', isVisible: this.#world.isVisible() });
      this.#meterWhatIsHeard();
    };
    this.#world.watchVisibility(seen, closed);
  }

  /** One event after the other: a page that answers a signal with a wish must not overtake the effects under way. */
  #advance(event: TracksEvent): void {
    if (this.#closing.signal.aborted) return;
    this.#events.push(event);
    if (this.#isAdvancing) return;
    this.#isAdvancing = true;
    for (let next = this.#events.shift(); next !== undefined; next = this.#events.shift()) this.#step(next);
    this.#isAdvancing = false;
  }

  #step(event: TracksEvent): void {
    const before = this.#state;
    const { state, effects } = advanceTracks(before, event);
    this.#state = state;
    batch(() => {
      for (const effect of effects) this.#execute(effect);
      if (state.microphone !== before.microphone) this.microphone.value = deviceState(state.microphone);
      if (state.camera !== before.camera) this.camera.value = deviceState(state.camera);
      this.notice.value = state.notices[0] ?? null;
    });
  }

  #execute(effect: TracksEffect): void {
    switch (effect.kind) {
      case 'open':
        if (this.#opening.size === 0) queueMicrotask(() => this.#capture());
        this.#opening.set(effect.device, effect.choice);
        break;
      case 'adopt':
        this.#adopt(effect.device);
        break;
      case 'discard':
        this.#fresh.get(effect.device)?.stop();
        this.#fresh.delete(effect.device);
        break;
      case 'close':
        this.#release(effect.device);
        break;
      case 'keep':
        keepChoice(this.#world.storage, effect.device, effect.choice);
        break;
      case 'list':
        void this.#list();
        break;
    }
  }

  #capture(): void {
    const choices = new Map(this.#opening);
    this.#opening.clear();
    if (this.#closing.signal.aborted) return;
    this.#world.setCalling(true);
    void capture(this.#world, choices, {
      opened: (device, track) => this.#opened(device, track),
      failed: (device, error) => void this.#failed(device, error),
    });
  }

  #opened(device: DeviceKind, track: MediaStreamTrack): void {
    if (this.#closing.signal.aborted) {
      track.stop();
      return;
    }
    this.#fresh.set(device, track);
    this.#advance({ kind: 'opened', device, opened: describe(track) });
  }

  async #failed(device: DeviceKind, error: DeviceError): Promise<void> {
    const permission = await this.#world.permission(device);
    const { isSecure, isEmbedded } = this.#world;
    const isBlockedByEmbedder = isEmbedded && this.#world.isBlockedByEmbedder(device);
    const failure = deviceFailure(error, { isSecure, isEmbedded, isBlockedByEmbedder, permission });
    this.#advance({ kind: 'permission', device, permission });
    this.#advance({ kind: 'failed', device, failure });
    // The attempt may have silenced the track that stays in use.
    if (this.#trackOf(device).peek()?.muted === true) this.#advance({ kind: 'interrupted', device });
  }

  #adopt(device: DeviceKind): void {
    const track = this.#fresh.get(device);
    if (track === undefined) return;
    this.#fresh.delete(device);
    const current = this.#trackOf(device);
    const before = current.peek();
    this.#watch(device, track);
    current.value = track;
    before?.stop();
    if (device === 'microphone') this.#meterWhatIsHeard();
  }

  #release(device: DeviceKind): void {
    this.#watches.get(device)?.abort();
    this.#watches.delete(device);
    const current = this.#trackOf(device);
    const before = current.peek();
    current.value = null;
    before?.stop();
    if (device === 'microphone') this.#meterWhatIsHeard();
  }

  #watch(device: DeviceKind, track: MediaStreamTrack): void {
    this.#watches.get(device)?.abort();
    const watch = new AbortController();
    this.#watches.set(device, watch);
    const report = { ended: 'ended', mute: 'interrupted', unmute: 'resumed' } as const;
    for (const name of ['ended', 'mute', 'unmute'] as const) {
      track.addEventListener(name, () => this.#advance({ kind: report[name], device }), { signal: watch.signal });
    }
    if (track.readyState === 'ended') this.#advance({ kind: 'ended', device });
    else if (track.muted) this.#advance({ kind: 'interrupted', device });
  }

  #trackOf(device: DeviceKind): Signal<MediaStreamTrack | null> {
    return device === 'microphone' ? this.microphoneTrack : this.cameraTrack;
  }

  /** One list at a time, and one more if something changed meanwhile. */
  async #list(): Promise<void> {
    if (this.#listing !== 'idle') {
      this.#listing = 'again';
      return;
    }
    this.#listing = 'running';
    const [devices, microphone, camera] = await Promise.all([
      this.#enumerate(),
      this.#world.permission('microphone'),
      this.#world.permission('camera'),
    ]);
    const isStale = this.#listing !== 'running';
    this.#listing = 'idle';
    if (this.#closing.signal.aborted) return;
    if (isStale) return this.#list();
    this.#listed = devices;
    this.#advance({ kind: 'permission', device: 'microphone', permission: microphone });
    this.#advance({ kind: 'permission', device: 'camera', permission: camera });
    this.#advance({ kind: 'listed', devices });
    this.#speakers.listed(devices);
  }

  async #enumerate(): Promise<readonly ListedDevice[]> {
    try {
      const found = (await this.#world.media?.enumerateDevices()) ?? [];
      return found.map(({ kind, deviceId, groupId, label }) => ({ kind: kinds[kind], id: deviceId, groupId, label }));
    } catch {
      return this.#listed;
    }
  }

  /** The meter runs while a microphone is open and somebody can see it. */
  #meterWhatIsHeard(): void {
    const isRunning = !this.#closing.signal.aborted && this.#world.isVisible();
    const track = isRunning ? this.microphoneTrack.peek() : null;
    if (track === (this.#meter?.track ?? null)) return;
    this.#meter?.stop();
    this.#meter?.meter.close();
    this.#meter = null;
    this.level.value = 0;
    if (track === null) return;
    const meter = this.#world.openMeter(track);
    const read = (): void => {
      this.level.value = Math.round(meter.read() * levelSteps) / levelSteps;
    };
    this.#meter = { track, meter, stop: this.#world.every(meterPeriodMs, read) };
  }
}

function describe(track: MediaStreamTrack): OpenedDevice {
  const { deviceId = '', groupId = '', facingMode } = track.getSettings();
  const facing = facingMode === 'user' || facingMode === 'environment' ? facingMode : null;
  return { id: deviceId, groupId, label: track.label, facing };
}
