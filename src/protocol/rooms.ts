// The live list of open rooms on the front page: a snapshot on asking, then changes.
import * as v from 'valibot';
import { RoomId } from './ids.ts';
import { limits } from './limits.ts';
import { Count } from './messages.ts';
import { RoomRules } from './session.ts';

export const ListedRoom = v.strictObject({ roomId: RoomId, rules: RoomRules, inside: Count });
export type ListedRoom = v.InferOutput<typeof ListedRoom>;

export const RoomList = v.strictObject({
  ok: v.literal(true),
  rooms: v.pipe(v.array(ListedRoom), v.maxLength(limits.listedRoomsShown)),
});
export type RoomList = v.InferOutput<typeof RoomList>;

export const ListedRoomFact = v.variant('kind', [
  v.strictObject({ kind: v.literal('open'), room: ListedRoom }),
  v.strictObject({ kind: v.literal('closed'), roomId: RoomId }),
]);
export type ListedRoomFact = v.InferOutput<typeof ListedRoomFact>;
