// What this browser remembers about rooms: the last name and rooms, host keys and seats (local storage), and what only
// this tab knows: secrets taken out of the address bar and the call it is in (session storage). Everything is bounded,
// parsed when read, and lost without harm where storage is blocked or full.
import * as v from 'valibot';
import { HostKey, RoomId } from '#protocol/ids.ts';
import { limits } from '#protocol/limits.ts';
import { parse } from '#protocol/messages.ts';
import { ResumeToken } from '#protocol/session.ts';
import { readStorage, type StorageArea, writeStorage } from './storage.ts';

const roomsKept = 3;
const seatsKept = 20;
const secretsKept = 10;

const Secret = v.nullable(v.pipe(v.string(), v.maxLength(64)));
const KeptRoom = v.object({
  roomId: RoomId,
  secret: Secret,
  name: v.pipe(v.string(), v.maxLength(limits.roomNameChars)),
});
const KeptSeat = v.object({ roomId: RoomId, hostKey: v.nullable(HostKey), resumeToken: v.nullable(ResumeToken) });
const KeptSecret = v.object({ roomId: RoomId, secret: Secret });
const Name = v.pipe(v.string(), v.maxLength(limits.nameChars));
const Wanted = v.object({ microphone: v.boolean(), camera: v.boolean() });
const TabCall = v.object({ roomId: RoomId, name: Name, wanted: Wanted });

export type KeptRoom = Readonly<v.InferOutput<typeof KeptRoom>>;
type KeptSeat = v.InferOutput<typeof KeptSeat>;
/** Which devices the person wants on. */
export type WantedDevices = Readonly<v.InferOutput<typeof Wanted>>;
/** The call this tab is in, so that a reload goes straight back into it. */
export type TabCall = Readonly<v.InferOutput<typeof TabCall>>;

function read<const S extends v.GenericSchema>(area: StorageArea, key: string, schema: S): v.InferOutput<S> | null {
  const parsed = parse(schema, readStorage(area, key));
  return parsed.ok ? parsed.value : null;
}

/** Newest first, one entry a room. */
function withNewest<T extends { readonly roomId: RoomId }>(
  entries: readonly T[],
  newest: T,
  most: number,
): readonly T[] {
  return [newest, ...entries.filter((entry) => entry.roomId !== newest.roomId)].slice(0, most);
}

export function keptName(): string {
  return read('local', 'name', Name) ?? '';
}

export function keepName(name: string): void {
  writeStorage('local', 'name', name);
}

/** The last three rooms, newest first. */
export function keptRooms(): readonly KeptRoom[] {
  return (read('local', 'rooms', v.array(KeptRoom)) ?? []).slice(0, roomsKept);
}

export function keepRoom(room: KeptRoom): void {
  writeStorage('local', 'rooms', withNewest(keptRooms(), room, roomsKept));
}

/** The room is gone: it is not offered again, and its keys are good for nothing. */
export function forgetRoom(roomId: RoomId): void {
  writeStorage(
    'local',
    'rooms',
    keptRooms().filter((room) => room.roomId !== roomId),
  );
  writeStorage(
    'local',
    'seats',
    keptSeats().filter((seat) => seat.roomId !== roomId),
  );
}

function keptSeats(): readonly KeptSeat[] {
  return (read('local', 'seats', v.array(KeptSeat)) ?? []).slice(0, seatsKept);
}

function keepSeat(roomId: RoomId, change: Partial<KeptSeat>): void {
  const seats = keptSeats();
  const before = seats.find((seat) => seat.roomId === roomId) ?? { roomId, hostKey: null, resumeToken: null };
  writeStorage('local', 'seats', withNewest(seats, { ...before, ...change }, seatsKept));
}

export function hostKeyOf(roomId: RoomId): HostKey | null {
  return keptSeats().find((seat) => seat.roomId === roomId)?.hostKey ?? null;
}

export function keepHostKey(roomId: RoomId, hostKey: HostKey): void {
  keepSeat(roomId, { hostKey });
}

/** Takes the own seat over again after a reload, a drop or from another tab. */
export function resumeTokenOf(roomId: RoomId): string | null {
  return keptSeats().find((seat) => seat.roomId === roomId)?.resumeToken ?? null;
}

/** Null after leaving: the next join takes a new seat. */
export function keepResumeToken(roomId: RoomId, resumeToken: string | null): void {
  keepSeat(roomId, { resumeToken });
}

/** The secret of a link room as this tab or an earlier visit knows it; null for a listed or an unknown room. */
export function secretOf(roomId: RoomId): string | null {
  const ofThisTab = keptSecrets().find((entry) => entry.roomId === roomId);
  return (ofThisTab ?? keptRooms().find((room) => room.roomId === roomId))?.secret ?? null;
}

export function keepSecret(roomId: RoomId, secret: string): void {
  writeStorage('session', 'secrets', withNewest(keptSecrets(), { roomId, secret }, secretsKept));
}

function keptSecrets(): readonly v.InferOutput<typeof KeptSecret>[] {
  return (read('session', 'secrets', v.array(KeptSecret)) ?? []).slice(0, secretsKept);
}

export function tabCall(): TabCall | null {
  return read('session', 'call', TabCall);
}

export function keepTabCall(call: TabCall | null): void {
  writeStorage('session', 'call', call);
}

/** What was on when the person last chose; both until then. */
export function keptWanted(): WantedDevices {
  return read('local', 'wanted', Wanted) ?? { microphone: true, camera: true };
}

export function keepWanted(wanted: WantedDevices): void {
  writeStorage('local', 'wanted', wanted);
}
