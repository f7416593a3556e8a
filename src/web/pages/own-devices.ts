// The own microphone and camera as buttons see them: on or off, and what pressing does.
import type { DeviceKind, DeviceState } from '#call/tracks.ts';
import type { Devices } from '../devices/devices.ts';

/** Wanted and not failed: what a button shows as on. */
export function isOn({ isWanted, phase }: DeviceState): boolean {
  return isWanted && phase !== 'failed';
}

/** Off stays off until the person says otherwise; on asks again where it failed before. */
export function toggle(devices: Devices, kind: DeviceKind): void {
  const before = devices[kind].peek();
  devices.setWanted(kind, !isOn(before));
  if (before.phase === 'failed') devices.retry(kind);
}
