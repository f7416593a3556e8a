import { effect } from '@preact/signals';
import { afterEach, describe, expect, it } from 'vitest';
import {
  type FakeDevice,
  type FakeDeviceWorld,
  FakeMediaDevices,
  fakeDeviceWorld,
} from '../../testing/fake-media-devices.ts';
import type { Devices } from './devices.ts';
import { openDevices } from './open-devices.ts';

const builtIn: FakeDevice = { kind: 'audioinput', id: 'mic-1', label: 'Built-in', groupId: 'laptop' };
const headset: FakeDevice = { kind: 'audioinput', id: 'mic-2', label: 'Headset', groupId: 'headset' };
const webcam: FakeDevice = { kind: 'videoinput', id: 'cam-1', label: 'Webcam', groupId: 'webcam' };
const desk: FakeDevice = { kind: 'videoinput', id: 'cam-2', label: 'Desk', groupId: 'desk' };
const front: FakeDevice = { kind: 'videoinput', id: 'cam-3', label: 'Front', facing: 'user' };
const back: FakeDevice = { kind: 'videoinput', id: 'cam-4', label: 'Back', facing: 'environment' };
const monitor: FakeDevice = { kind: 'audiooutput', id: 'out-1', label: 'Monitor' };
const earphones: FakeDevice = { kind: 'audiooutput', id: 'out-2', label: 'Earphones' };

interface Page {
  readonly media: FakeMediaDevices;
  readonly world: FakeDeviceWorld;
  readonly devices: Devices;
}

const opened: Page[] = [];

function enter(
  plugged: readonly FakeDevice[],
  options: { isPhone?: boolean; kept?: Map<string, string>; world?: Parameters<typeof fakeDeviceWorld>[1] } = {},
): Page {
  const media = new FakeMediaDevices(plugged);
  media.isPhone = options.isPhone ?? false;
  const world = fakeDeviceWorld(media, options.world);
  for (const [key, value] of options.kept ?? []) world.kept.set(key, value);
  const page = { media, world, devices: openDevices(world) };
  opened.push(page);
  return page;
}

async function enterWithBoth(plugged: readonly FakeDevice[], options?: Parameters<typeof enter>[1]): Promise<Page> {
  const page = enter(plugged, options);
  page.devices.setWanted('microphone', true);
  page.devices.setWanted('camera', true);
  await settled();
  return page;
}

/** Until every promise that is under way has been answered: the fake browser has no timers. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
}

afterEach(() => {
  for (const { devices, media, world } of opened.splice(0)) {
    devices.close();
    expect(media.live()).toEqual([]);
    expect(world.meters()).toBe(0);
  }
});

describe('the page before joining', () => {
  it('opens nothing and asks nobody before a device is wanted', async () => {
    const { media, devices } = enter([builtIn, webcam]);
    await settled();
    expect(media.requests).toEqual([]);
    expect(devices.camera.value.phase).toBe('off');
  });

  it('asks once for both', async () => {
    const { media, devices } = await enterWithBoth([builtIn, webcam]);
    expect(media.prompts).toBe(1);
    expect(media.requests).toHaveLength(1);
    expect(devices.microphone.value).toMatchObject({ phase: 'on', chosen: 'mic-1' });
    expect(devices.camera.value).toMatchObject({ phase: 'on', chosen: 'cam-1' });
    expect(devices.cameraTrack.value).toBe(media.live('video')[0]);
  });

  it('asks for a picture of 720 lines and a voice without echo', async () => {
    const { media } = await enterWithBoth([builtIn, webcam]);
    expect(media.requests[0]).toEqual({
      audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
      video: { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } },
    });
  });

  it('names the devices as soon as it may', async () => {
    const { devices } = await enterWithBoth([builtIn, headset, webcam]);
    expect(devices.microphone.value.choices).toEqual([
      { id: 'mic-1', label: 'Built-in' },
      { id: 'mic-2', label: 'Headset' },
    ]);
  });

  it('a missing camera does not keep the microphone closed, nor ask twice', async () => {
    const { media, devices } = await enterWithBoth([builtIn]);
    expect(devices.microphone.value.phase).toBe('on');
    expect(devices.camera.value).toMatchObject({ phase: 'failed', problem: 'absent' });
    expect(media.prompts).toBe(1);
  });

  it('a camera in use elsewhere does not keep the microphone closed', async () => {
    const { devices, media } = enter([builtIn, webcam]);
    media.busy.add('cam-1');
    devices.setWanted('camera', true);
    devices.setWanted('microphone', true);
    await settled();
    expect(devices.microphone.value.phase).toBe('on');
    expect(devices.camera.value.problem).toBe('in-use');
    media.busy.clear();
    devices.retry('camera');
    await settled();
    expect(devices.camera.value.phase).toBe('on');
  });

  it('a blocked camera does not keep the microphone closed', async () => {
    const { devices, media } = enter([builtIn, webcam]);
    media.permissions.camera = 'denied';
    devices.setWanted('camera', true);
    devices.setWanted('microphone', true);
    await settled();
    expect(devices.microphone.value.phase).toBe('on');
    expect(devices.camera.value.problem).toBe('blocked-by-site');
  });

  it('a dismissed prompt is not followed by a second one', async () => {
    const { devices, media } = enter([builtIn, webcam]);
    media.answer = 'dismiss';
    devices.setWanted('camera', true);
    devices.setWanted('microphone', true);
    await settled();
    expect(media.prompts).toBe(1);
    expect(devices.microphone.value.problem).toBe('dismissed');
    expect(devices.camera.value.problem).toBe('dismissed');
  });

  it("permission given in the browser's settings is used without a click", async () => {
    const { devices, media } = enter([webcam]);
    media.answer = 'deny';
    devices.setWanted('camera', true);
    await settled();
    expect(devices.camera.value.problem).toBe('blocked-by-site');
    media.permit('camera', 'granted');
    await settled();
    expect(devices.camera.value.phase).toBe('on');
  });

  it('over plain HTTP says that HTTPS is missing', async () => {
    const { devices } = await enterWithBoth([], { world: { media: null, isSecure: false } });
    expect(devices.camera.value.problem).toBe('insecure');
    expect(devices.microphone.value.problem).toBe('insecure');
  });

  it('left during the prompt lets go of what is given afterwards', async () => {
    const { devices, media } = enter([builtIn, webcam]);
    const answer = media.hold();
    devices.setWanted('camera', true);
    await settled();
    devices.close();
    answer();
    await settled();
    expect(media.tracks).toHaveLength(1);
    expect(media.live()).toEqual([]);
  });

  it('left in the moment of the wish asks nobody', async () => {
    const { devices, media } = enter([webcam]);
    devices.setWanted('camera', true);
    devices.close();
    await settled();
    expect(media.requests).toEqual([]);
  });
});

describe('during a call', () => {
  it('the camera turned off is released, the muted microphone is not', async () => {
    const { devices, media } = await enterWithBoth([builtIn, webcam]);
    devices.setWanted('camera', false);
    devices.setWanted('microphone', false);
    expect(media.live('video')).toEqual([]);
    expect(devices.cameraTrack.value).toBeNull();
    expect(devices.microphoneTrack.value?.readyState).toBe('live');
    expect(devices.microphone.value).toMatchObject({ isWanted: false, phase: 'on' });
  });

  it('another camera takes over without a moment between them', async () => {
    const { devices, media } = await enterWithBoth([builtIn, webcam, desk]);
    const seen: (string | undefined)[] = [];
    const stop = effect(() => void seen.push(devices.cameraTrack.value?.label));
    const answer = media.hold();
    devices.choose('camera', 'cam-2');
    await settled();
    expect(media.live('video').map(({ label }) => label)).toEqual(['Webcam']);
    answer();
    await settled();
    stop();
    expect(seen).toEqual(['Webcam', 'Desk']);
    expect(media.live('video').map(({ label }) => label)).toEqual(['Desk']);
  });

  it('choices quicker than the devices end with the last one and leave none open', async () => {
    const { devices, media } = await enterWithBoth([builtIn, webcam, desk]);
    for (const id of ['cam-2', 'cam-1', 'cam-2', 'cam-1', 'cam-2']) devices.choose('camera', id);
    await settled();
    expect(devices.cameraTrack.value?.label).toBe('Desk');
    expect(media.live('video')).toHaveLength(1);
  });

  it('off, on, off during a slow opening ends off', async () => {
    const { devices, media } = enter([webcam]);
    const answer = media.hold();
    for (const isWanted of [true, false, true, false]) {
      devices.setWanted('camera', isWanted);
      await settled();
    }
    answer();
    await settled();
    expect(media.live()).toEqual([]);
    expect(devices.camera.value.phase).toBe('off');
  });

  it('the front camera of a phone is closed before the other one opens', async () => {
    const { devices, media } = await enterWithBoth([builtIn, front, back], { isPhone: true });
    expect(devices.cameraTrack.value?.label).toBe('Front');
    devices.flipCamera();
    expect(media.live('video')).toEqual([]);
    await settled();
    expect(devices.cameraTrack.value?.label).toBe('Back');
    devices.flipCamera();
    await settled();
    expect(devices.cameraTrack.value?.label).toBe('Front');
  });

  it('an unplugged headset is replaced and the person is told', async () => {
    const { devices, media } = await enterWithBoth([headset, builtIn, webcam]);
    media.unplug('mic-2');
    await settled();
    expect(devices.microphoneTrack.value?.label).toBe('Built-in');
    expect(devices.notice.value).toEqual({ kind: 'replaced', device: 'microphone', lost: 'Headset', now: 'Built-in' });
    devices.dismissNotice();
    expect(devices.notice.value).toBeNull();
  });

  it('a headset plugged in is offered, and taken when the person says so', async () => {
    const { devices, media } = await enterWithBoth([builtIn, webcam]);
    media.plug(headset);
    await settled();
    expect(devices.notice.value).toEqual({ kind: 'arrived', device: 'microphone', label: 'Headset', id: 'mic-2' });
    expect(devices.microphoneTrack.value?.label).toBe('Built-in');
    devices.choose('microphone', 'mic-2');
    await settled();
    expect(devices.microphoneTrack.value?.label).toBe('Headset');
    expect(devices.notice.value).toBeNull();
  });

  it('the only camera unplugged is absent, and back when it is plugged in again', async () => {
    const { devices, media } = await enterWithBoth([builtIn, webcam]);
    media.unplug('cam-1');
    await settled();
    expect(devices.camera.value).toMatchObject({ phase: 'failed', problem: 'absent' });
    expect(devices.cameraTrack.value).toBeNull();
    media.plug(webcam);
    await settled();
    expect(devices.camera.value.phase).toBe('on');
  });

  it('a phone call pauses the microphone; back on the page it is opened afresh', async () => {
    const { devices, media, world } = await enterWithBoth([builtIn, front], { isPhone: true });
    const dead = media.live('audio')[0];
    dead?.setMuted(true);
    expect(devices.microphone.value.problem).toBe('interrupted');
    world.show(false);
    world.show(true);
    await settled();
    expect(devices.microphone.value.phase).toBe('on');
    expect(devices.microphoneTrack.value).not.toBe(dead);
    expect(dead?.readyState).toBe('ended');
  });

  it('tells the system that a call is on, from the first capture to the end', async () => {
    const { devices, world } = await enterWithBoth([builtIn, webcam]);
    expect(world.calling).toEqual([true]);
    devices.close();
    expect(world.calling).toEqual([true, false]);
  });

  it('a page that answers a change with a wish finds its wish honoured', async () => {
    const { devices, media } = enter([webcam]);
    // As a person who turns the camera off the moment they see themselves.
    const stop = effect(() => {
      if (devices.cameraTrack.value !== null) devices.setWanted('camera', false);
    });
    devices.setWanted('camera', true);
    await settled();
    stop();
    expect(media.live()).toEqual([]);
    expect(devices.camera.value).toMatchObject({ phase: 'off', isWanted: false });
  });

  it('closing twice is closing once', async () => {
    const { devices, world } = await enterWithBoth([builtIn, webcam]);
    devices.close();
    devices.close();
    expect(world.calling).toEqual([true, false]);
    expect(devices.microphoneTrack.value).toBeNull();
  });
});

describe('the next visit', () => {
  it('begins with the camera that was chosen, known by its label under a new id', async () => {
    const first = await enterWithBoth([builtIn, webcam, desk]);
    first.devices.choose('camera', 'cam-2');
    await settled();
    const second = await enterWithBoth([builtIn, webcam, { ...desk, id: 'new-id' }], { kept: first.world.kept });
    expect(second.devices.cameraTrack.value?.label).toBe('Desk');
    expect(second.media.prompts).toBe(1);
    expect(second.media.live('video')).toHaveLength(1);
  });

  it('begins with any camera when that one is at home', async () => {
    const first = await enterWithBoth([builtIn, webcam, desk]);
    first.devices.choose('camera', 'cam-2');
    await settled();
    const second = await enterWithBoth([builtIn, webcam], { kept: first.world.kept });
    expect(second.devices.cameraTrack.value?.label).toBe('Webcam');
  });

  it('works where storage is blocked', async () => {
    const { devices } = await enterWithBoth([builtIn, webcam, desk], { world: { storage: null } });
    devices.choose('camera', 'cam-2');
    await settled();
    expect(devices.cameraTrack.value?.label).toBe('Desk');
  });
});

describe('the level', () => {
  it('moves while the microphone is open, also muted', async () => {
    const { devices, world } = await enterWithBoth([builtIn, webcam]);
    world.loudness = 0.25;
    world.tick();
    expect(devices.level.value).toBe(0.25);
    devices.setWanted('microphone', false);
    world.loudness = 0.5;
    world.tick();
    expect(devices.level.value).toBe(0.5);
  });

  it('costs nothing before permission and while nobody sees it', async () => {
    const { devices, world } = enter([builtIn]);
    expect(world.meters()).toBe(0);
    devices.setWanted('microphone', true);
    await settled();
    expect(world.meters()).toBe(1);
    world.loudness = 0.25;
    world.tick();
    world.show(false);
    expect(world.meters()).toBe(0);
    expect(devices.level.value).toBe(0);
    world.show(true);
    expect(world.meters()).toBe(1);
  });

  it('is of the microphone in use after another was chosen', async () => {
    const { devices, world } = await enterWithBoth([builtIn, headset, webcam]);
    devices.choose('microphone', 'mic-2');
    await settled();
    expect(world.meters()).toBe(1);
  });
});

describe('speakers', () => {
  it('are chosen, kept for the next visit, and the default again when they are gone', async () => {
    const first = await enterWithBoth([builtIn, webcam, monitor, earphones]);
    first.devices.chooseSpeaker('out-2');
    expect(first.devices.speakers.value).toMatchObject({ chosen: 'out-2' });
    const second = await enterWithBoth([builtIn, webcam, monitor, earphones], { kept: first.world.kept });
    expect(second.devices.speakers.value.chosen).toBe('out-2');
    second.media.unplug('out-2');
    await settled();
    expect(second.devices.speakers.value).toEqual({ choices: [{ id: 'out-1', label: 'Monitor' }], chosen: null });
  });

  it('are not offered where the browser cannot choose', async () => {
    const { devices } = await enterWithBoth([builtIn, webcam, monitor], { world: { canChooseSpeaker: false } });
    expect(devices.speakers.value.choices).toEqual([]);
  });

  it('nobody listed are not chosen', async () => {
    const { devices } = await enterWithBoth([builtIn, webcam, monitor]);
    devices.chooseSpeaker('stranger');
    expect(devices.speakers.value.chosen).toBeNull();
  });
});
