// What a room's pages are given: the wire, the devices, the way in. The room wing gives the real ones, tests and the gallery fakes.
import type { Enter } from '../call/entering.ts';
import type { Devices } from '../devices/devices.ts';
import type { Signaling } from '../signaling/signaling.ts';

export interface House {
  readonly signaling: Signaling;
  openDevices(): Devices;
  readonly enter: Enter;
}
