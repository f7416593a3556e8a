// Asks the browser for microphone and camera: both in one prompt where both are wanted, each alone where one stands in the way.
import { type DeviceError, isWorthAskingAlone } from '#call/device-errors.ts';
import type { DeviceKind, OpenChoice } from '#call/tracks.ts';
import type { DeviceWorld, MediaPort } from './device-world.ts';

export interface Captured {
  opened(kind: DeviceKind, track: MediaStreamTrack): void;
  failed(kind: DeviceKind, error: DeviceError): void;
}

type Choices = ReadonlyMap<DeviceKind, OpenChoice>;

/** Each kind in `choices` is answered exactly once. Never throws. */
export async function capture(world: DeviceWorld, choices: Choices, captured: Captured): Promise<void> {
  const { media } = world;
  const both = choices.size > 1;
  try {
    if (media === null) throw new DOMException('no media devices', 'NotSupportedError');
    deliver(await openAll(media, choices), choices, captured);
  } catch (thrown) {
    const error = readError(thrown);
    if (both) await captureEachAlone(world, choices, error, captured);
    else for (const kind of choices.keys()) captured.failed(kind, error);
  }
}

/** A remembered device that is gone must not cost a second prompt: both are asked for again without it. */
async function openAll(media: MediaPort, choices: Choices): Promise<readonly MediaStreamTrack[]> {
  try {
    return (await media.getUserMedia(constraintsFor(choices))).getTracks();
  } catch (thrown) {
    const isPickedOne = [...choices.values()].some(({ by }) => by === 'id');
    if (choices.size < 2 || !isPickedOne || readError(thrown).name !== 'OverconstrainedError') throw thrown;
    const anyOfThem: Choices = new Map([...choices.keys()].map((kind) => [kind, { by: 'default' }]));
    return (await media.getUserMedia(constraintsFor(anyOfThem))).getTracks();
  }
}

function deliver(tracks: readonly MediaStreamTrack[], choices: Choices, captured: Captured): void {
  for (const kind of choices.keys()) {
    const track = tracks.find((one) => one.kind === (kind === 'microphone' ? 'audio' : 'video'));
    if (track === undefined) captured.failed(kind, { name: 'NotFoundError', message: 'no track came' });
    else captured.opened(kind, track);
  }
}

async function captureEachAlone(
  world: DeviceWorld,
  choices: Choices,
  error: DeviceError,
  captured: Captured,
): Promise<void> {
  const [microphone, camera] = await Promise.all([world.permission('microphone'), world.permission('camera')]);
  await Promise.all(
    [...choices].map(async ([kind, choice]) => {
      const isMicrophone = kind === 'microphone';
      const own = isMicrophone ? microphone : camera;
      const other = isMicrophone ? camera : microphone;
      if (world.media === null || !isWorthAskingAlone(error, own, other)) captured.failed(kind, error);
      else await capture(world, new Map([[kind, choice]]), captured);
    }),
  );
}

function constraintsFor(choices: Choices): MediaStreamConstraints {
  const microphone = choices.get('microphone');
  const camera = choices.get('camera');
  return {
    audio: microphone !== undefined && {
      ...sourceOf(microphone),
      echoCancellation: true,
      noiseSuppression: true,
      autoGainControl: true,
    },
    video: camera !== undefined && {
      ...sourceOf(camera),
      width: { ideal: 1280 },
      height: { ideal: 720 },
      frameRate: { ideal: 30 },
    },
  };
}

function sourceOf(choice: OpenChoice): MediaTrackConstraints {
  switch (choice.by) {
    case 'default':
      return {};
    case 'id':
      return { deviceId: { exact: choice.id } };
    case 'facing':
      return { facingMode: { ideal: choice.facing } };
  }
}

function readError(thrown: unknown): DeviceError {
  return thrown instanceof Error ? { name: thrown.name, message: thrown.message } : { name: '', message: '' };
}
