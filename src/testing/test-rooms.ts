// Rooms without sockets: a front desk on a manual clock, and visitors that remember what they were told.
import { createHash } from 'node:crypto';
import * as v from 'valibot';
import type { Refusal } from '#protocol/errors.ts';
import type { FactOf, ServerFact } from '#protocol/gate.ts';
import { JoinProof, ProofHash, type RoomId, SessionId } from '#protocol/ids.ts';
import type { JoinRoom, RoomCreated, RoomJoined, RoomRules } from '#protocol/session.ts';
import type { SeatedFeature } from '../server/rooms/feature-seat.ts';
import { type FrontDesk, frontDesk } from '../server/rooms/front-desk.ts';
import { OpenRooms } from '../server/rooms/open-rooms.ts';
import { RoomRegistry } from '../server/rooms/registry.ts';
import { resumeTokens } from '../server/rooms/resume-token.ts';
import type { HeldSeat, Visitor } from '../server/rooms/visitor.ts';
import { type ManualClock, manualClock } from './manual-clock.ts';
import { seededRandom } from './seeded-random.ts';

interface ToldFact {
  readonly fact: ServerFact;
  readonly body: unknown;
  readonly isLossy: boolean;
}

export class FakeVisitor implements Visitor {
  readonly pageHost: string | null = 'madang.test';
  readonly told: ToldFact[] = [];
  seat: HeldSeat | null = null;
  isDisconnected = false;

  send<F extends ServerFact>(fact: F, body: FactOf<F>, options?: { readonly isLossy: boolean }): void {
    this.told.push({ fact, body, isLossy: options?.isLossy ?? false });
  }

  disconnect(): void {
    this.isDisconnected = true;
  }

  /** Bodies of the facts of one kind, oldest first. */
  heard<F extends ServerFact>(fact: F): FactOf<F>[] {
    const isIt = (one: ToldFact): one is ToldFact & { body: FactOf<F> } => one.fact === fact;
    return this.told.filter(isIt).map(({ body }) => body);
  }

  /** What the gateway does when the socket is gone. */
  drop(): void {
    this.seat?.room.lost(this, this.seat.member);
  }
}

export interface TestRooms {
  readonly desk: FrontDesk;
  readonly registry: RoomRegistry;
  readonly openRooms: OpenRooms;
  readonly clock: ManualClock;
  /** Rooms that were closed because of a bug. */
  readonly broken: unknown[];
}

export interface TestRoomsOptions {
  readonly clock?: ManualClock;
  readonly features?: readonly SeatedFeature[];
  readonly hasServerPath?: boolean;
  /** Another run with the same secret is a restart. */
  readonly run?: string;
  readonly secret?: Uint8Array;
  readonly seed?: number;
}

const oneSecret = new Uint8Array(32).fill(7);

export function openTestRooms(options: TestRoomsOptions = {}): TestRooms {
  const clock = options.clock ?? manualClock();
  const random = seededRandom(options.seed ?? 1);
  const tokens = resumeTokens(options.secret ?? oneSecret, options.run ?? 'first run');
  const broken: unknown[] = [];
  const openRooms = new OpenRooms(clock);
  const registry = new RoomRegistry(
    {
      clock,
      random,
      randomBytes: (count) => Uint8Array.from({ length: count }, () => Math.floor(random() * 256)),
      tokens,
      features: options.features ?? [],
      paths: { hasServerPath: options.hasServerPath ?? false },
    },
    {
      changed: (room) => openRooms.changed(room.listing()),
      gone: (room) => openRooms.gone(room.listing()),
      broke: (_room, error) => broken.push(error),
    },
  );
  const desk = frontDesk({ registry, openRooms, tokens, clock, iceServersFor: () => [] });
  return { desk, registry, openRooms, clock, broken };
}

export const gardenRules: RoomRules = { name: 'Garden', find: 'listed', seats: 8, devices: 'none', path: 'automatic' };

export function granted<A extends { readonly ok: true }>(answer: A | Refusal): A {
  if (!answer.ok) throw new Error(`refused: ${answer.code}`);
  return answer;
}

export function createRoom(
  rooms: TestRooms,
  rules: Partial<RoomRules> = {},
  proofHash: ProofHash | null = null,
): RoomCreated {
  const body = { rules: { ...gardenRules, ...rules }, proofHash };
  return granted(rooms.desk['room:create'](new FakeVisitor(), body));
}

export function joinBody(roomId: RoomId, name: string, more: Partial<JoinRoom> = {}): JoinRoom {
  const session = newSession();
  return {
    roomId,
    proof: null,
    name,
    session,
    microphone: 'on',
    camera: 'on',
    hostKey: null,
    resumeToken: null,
    ...more,
  };
}

export interface Inside {
  readonly visitor: FakeVisitor;
  readonly body: JoinRoom;
  readonly joined: RoomJoined;
}

export function joinRoom(rooms: TestRooms, roomId: RoomId, name: string, more: Partial<JoinRoom> = {}): Inside {
  const visitor = new FakeVisitor();
  const body = joinBody(roomId, name, more);
  return { visitor, body, joined: granted(rooms.desk['room:join'](visitor, body)) };
}

/** The same member again: reloaded, reconnected or in another tab. */
export function joinAgain(rooms: TestRooms, { body, joined }: Inside, more: Partial<JoinRoom> = {}): Inside {
  return joinRoom(rooms, body.roomId, body.name, { ...body, resumeToken: joined.resumeToken, ...more });
}

let sessions = 0;

export function newSession(): SessionId {
  sessions += 1;
  return v.parse(SessionId, sessions.toString().padStart(16, '0'));
}

export interface TestLink {
  readonly proof: JoinProof;
  readonly proofHash: ProofHash;
}

/** A link room's two halves, from any word. */
export function testLink(word: string): TestLink {
  const proof = createHash('sha256').update(word).digest();
  const hash = createHash('sha256').update(proof).digest();
  return {
    proof: v.parse(JoinProof, proof.toString('base64url')),
    proofHash: v.parse(ProofHash, hash.toString('base64url')),
  };
}
