// What is wrong with a device, in words, with the one thing that helps. Works without a reload.

import type { DeviceKind, DeviceProblem } from '#call/tracks.ts';
import { Alert } from '#ui/alert.tsx';
import type { Devices } from '../devices/devices.ts';
import { words } from '../i18n/words.ts';

type Remedy = 'retry' | 'allowed' | null;

/** A device that is not there comes back by itself when it is plugged in; what the page cannot have it cannot ask for. */
const remedies: Readonly<Record<DeviceProblem, Remedy>> = {
  'blocked-by-site': 'allowed',
  'blocked-by-system': 'allowed',
  dismissed: 'retry',
  'in-use': 'retry',
  absent: null,
  insecure: null,
  'embed-policy': null,
  interrupted: 'retry',
};

function Problem({ devices, kind }: { readonly devices: Devices; readonly kind: DeviceKind }) {
  const w = words.value;
  const { problem, isWanted } = devices[kind].value;
  if (problem === null || !isWanted) return null;
  const remedy = remedies[problem];
  const icon = kind === 'camera' ? 'camera-off' : 'microphone-off';
  return (
    <Alert {...w.devices.problems[problem](kind)} icon={icon} isOff={problem !== 'interrupted'}>
      {remedy !== null && (
        <button type="button" class="button button--small" onClick={() => devices.retry(kind)}>
          {remedy === 'allowed' ? w.gate.allowed : problem === 'dismissed' ? w.gate.retry : w.tryAgain}
        </button>
      )}
    </Alert>
  );
}

export function DeviceProblems({ devices }: { readonly devices: Devices }) {
  const microphone = devices.microphone.value.problem;
  const isSame = microphone !== null && microphone === devices.camera.value.problem;
  // The same sentence twice is noise where it is about the page and not about a device.
  const isAboutPage =
    isSame && (microphone === 'insecure' || microphone === 'embed-policy' || microphone === 'dismissed');
  return (
    <>
      {!isAboutPage && <Problem devices={devices} kind="microphone" />}
      <Problem devices={devices} kind="camera" />
    </>
  );
}
