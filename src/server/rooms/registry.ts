// Which rooms there are: makes, finds, rebuilds and forgets them. Bounded; a room that is over leaves nothing behind.
import { type Refusal, refusal } from '#protocol/errors.ts';
import type { RoomId } from '#protocol/ids.ts';
import { limits } from '#protocol/limits.ts';
import type { CreateRoom, RoomCreated } from '#protocol/session.ts';
import { refuseRules } from './admission.ts';
import { nameKeys, readRoomName } from './names.ts';
import type { Claim } from './resume-token.ts';
import { Room, type RoomOwner, type RoomTools } from './room.ts';
import { openRoom, type RoomIdentity } from './room-state.ts';
import { hashOf, newHostKey, newRoomId } from './secrets.ts';

/** What else happens when rooms come, change and go. */
export interface RegistryWatch {
  changed(room: Room): void;
  gone(room: Room): void;
  broke(room: Room, error: unknown): void;
}

export class RoomRegistry implements RoomOwner {
  readonly #tools: RoomTools;
  readonly #watch: RegistryWatch;
  readonly #rooms = new Map<RoomId, Room>();
  /** Listed rooms by how their names read. */
  readonly #byName = new Map<string, RoomId>();

  constructor(tools: RoomTools, watch: RegistryWatch) {
    this.#tools = tools;
    this.#watch = watch;
  }

  get size(): number {
    return this.#rooms.size;
  }

  find(id: RoomId): Room | undefined {
    return this.#rooms.get(id);
  }

  /** Every listed room. */
  listed(): Room[] {
    return [...this.#rooms.values()].filter((room) => room.identity.rules.find === 'listed');
  }

  create({ rules: asked, proofHash }: CreateRoom): RoomCreated | Refusal {
    if ((asked.find === 'link') !== (proofHash !== null)) return refusal('bad-message');
    const name = readRoomName(asked.name);
    if (name === null) return refusal('name-invalid');
    const refused = refuseRules(asked, this.#tools.paths);
    if (refused !== null) return refused;
    const open = asked.find === 'listed' ? this.#findByName(name) : undefined;
    if (open !== undefined) return { ok: true, roomId: open, hostKey: null };
    if (this.#isFull()) return refusal('server-full');
    const hostKey = newHostKey(this.#tools.randomBytes);
    const room = this.#open({
      id: newRoomId(this.#tools.randomBytes),
      rules: { ...asked, name },
      proofHash,
      hostKeyHash: hashOf(hostKey),
      openedAtMs: this.#tools.clock.now(),
    });
    return { ok: true, roomId: room.id, hostKey };
  }

  /** The room of a token that an earlier run of this server sealed; undefined when it has closed or there is no place. */
  rebuild(claim: Claim): Room | undefined {
    if (this.#tools.tokens.isOfThisRun(claim) || this.#isFull()) return undefined;
    return this.#open(claim.room, this.#tools.clock.now());
  }

  countChanged(room: Room): void {
    this.#watch.changed(room);
  }

  isOver(room: Room): void {
    room.close();
    this.#rooms.delete(room.id);
    for (const key of nameKeys(room.identity.rules.name)) {
      if (this.#byName.get(key) === room.id) this.#byName.delete(key);
    }
    this.#watch.gone(room);
  }

  broke(room: Room, error: unknown): void {
    if (this.#rooms.get(room.id) !== room) return;
    this.isOver(room);
    this.#watch.broke(room, error);
  }

  close(): void {
    // A map may lose entries while it is walked.
    for (const room of this.#rooms.values()) this.isOver(room);
  }

  #open(identity: RoomIdentity, rebuiltAtMs: number | null = null): Room {
    const room = new Room(openRoom(identity, this.#tools.clock.now(), rebuiltAtMs), this.#tools, this);
    this.#rooms.set(room.id, room);
    if (identity.rules.find === 'listed' && this.#findByName(identity.rules.name) === undefined) {
      for (const key of nameKeys(identity.rules.name)) this.#byName.set(key, room.id);
    }
    this.#watch.changed(room);
    return room;
  }

  #findByName(name: string): RoomId | undefined {
    for (const key of nameKeys(name)) {
      const id = this.#byName.get(key);
      if (id !== undefined) return id;
    }
    return undefined;
  }

  #isFull(): boolean {
    return this.#rooms.size >= limits.roomsPerServer;
  }
}
