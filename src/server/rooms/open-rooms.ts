// The live list of listed rooms: a snapshot for whoever asks, then changes, collected for a moment so that a full house
// coming in is one fact. Knows rooms only by their listing.
import type { Clock } from '#call/ports.ts';
import type { RoomId } from '#protocol/ids.ts';
import { limits } from '#protocol/limits.ts';
import type { ListedRoom, ListedRoomFact, RoomList } from '#protocol/rooms.ts';
import type { Visitor } from './visitor.ts';

export class OpenRooms {
  readonly #clock: Clock;
  readonly #watchers = new Set<Visitor>();
  readonly #changes = new Map<RoomId, ListedRoomFact>();
  #cancelFlush: (() => void) | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get watchers(): number {
    return this.#watchers.size;
  }

  /** The fullest rooms first, so that a bounded list shows where people are. */
  watch(visitor: Visitor, listed: readonly ListedRoom[]): RoomList {
    this.#watchers.add(visitor);
    const rooms = listed.toSorted((a, b) => b.inside - a.inside).slice(0, limits.listedRoomsShown);
    return { ok: true, rooms };
  }

  unwatch(visitor: Visitor): void {
    this.#watchers.delete(visitor);
  }

  changed(room: ListedRoom): void {
    if (room.rules.find === 'listed') this.#collect(room.roomId, { kind: 'open', room });
  }

  gone(room: ListedRoom): void {
    if (room.rules.find === 'listed') this.#collect(room.roomId, { kind: 'closed', roomId: room.roomId });
  }

  close(): void {
    this.#cancelFlush?.();
    this.#cancelFlush = null;
    this.#watchers.clear();
    this.#changes.clear();
  }

  #collect(roomId: RoomId, fact: ListedRoomFact): void {
    if (this.#watchers.size === 0) return;
    this.#changes.set(roomId, fact);
    this.#cancelFlush ??= this.#clock.at(this.#clock.now() + limits.listedChangesMs, () => this.#flush());
  }

  #flush(): void {
    this.#cancelFlush = null;
    const changes = [...this.#changes.values()];
    this.#changes.clear();
    for (const visitor of this.#watchers) {
      for (const change of changes) visitor.send('rooms', change);
    }
  }
}
