// Which of the listed devices is meant: the one remembered from an earlier visit, a replacement, a new arrival. Pure.
import type { KeptChoice, ListedDevice } from './tracks.ts';

/** Chromium's entries that stand for another device of the same list. */
const aliases: ReadonlySet<string> = new Set(['default', 'communications']);

export function findKept(devices: readonly ListedDevice[], kept: KeptChoice): ListedDevice | null {
  const named = devices.filter((device) => device.label !== '' && device.label === kept.label);
  return (
    devices.find((device) => device.id !== '' && device.id === kept.id) ??
    named.find((device) => device.groupId === kept.groupId) ??
    named[0] ??
    null
  );
}

/** Real devices in `after` that were not in `before`. Nothing is new in the first list that may name its devices. */
export function arrivals(before: readonly ListedDevice[], after: readonly ListedDevice[]): readonly ListedDevice[] {
  if (before.some((device) => device.id === '')) return [];
  const known = new Set(before.map((device) => device.id));
  return after.filter((device) => device.id !== '' && !aliases.has(device.id) && !known.has(device.id));
}

/** What to open when `lost` was unplugged: the browser's first other device, of another housing if there is one. */
export function replacement(devices: readonly ListedDevice[], lost: KeptChoice): ListedDevice | null {
  const left = devices.filter((device) => device.id !== '' && device.id !== lost.id);
  return left.find((device) => device.groupId !== lost.groupId) ?? left[0] ?? null;
}

/** The device after `id` in the list, round and round; null when there is no other. */
export function nextDevice(devices: readonly ListedDevice[], id: string | null): ListedDevice | null {
  const index = devices.findIndex((device) => device.id === id);
  const next = devices[(index + 1) % devices.length];
  return next === undefined || next.id === id || next.id === '' ? null : next;
}

export function haveLabels(devices: readonly ListedDevice[]): boolean {
  return devices.some((device) => device.label !== '');
}
