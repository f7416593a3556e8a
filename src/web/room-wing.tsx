// The part of the house that is fetched for a room: its pages with the real devices and the real call.
import { useMemo } from 'preact/hooks';
import type { RoomId } from '#protocol/ids.ts';
import { enterRoom } from './call/running-call.ts';
import { browserDeviceWorld } from './devices/device-world.ts';
import { openDevices } from './devices/open-devices.ts';
import type { House } from './pages/house.ts';
import { Room } from './pages/room.tsx';
import type { Signaling } from './signaling/signaling.ts';

export function RoomWing({ signaling, roomId }: { readonly signaling: Signaling; readonly roomId: RoomId }) {
  const house = useMemo<House>(
    () => ({ signaling, openDevices: () => openDevices(browserDeviceWorld()), enter: enterRoom }),
    [signaling],
  );
  return <Room house={house} roomId={roomId} />;
}
