// The one gate: every event a client may send and every fact a server may send. What has no row does not exist.
import type * as v from 'valibot';
import { FeatureCommand, FeatureFact } from './envelope.ts';
import { limits } from './limits.ts';
import { Done, Empty, type Schema } from './messages.ts';
import { RelayedFact, RelayFrame } from './relay.ts';
import { ListedRoomFact, RoomList } from './rooms.ts';
import {
  ChangeMe,
  CreateRoom,
  JoinRoom,
  PeekRoom,
  RoomCreated,
  RoomGlance,
  RoomJoined,
  RoomSynced,
  RosterFact,
} from './session.ts';
import { SendSignals, SignalFact } from './signaling.ts';

/** `visitor`: a page that is in no room. `member`: it holds a seat. */
export type Phase = 'visitor' | 'member';
/** Who may: `anyone` in the phase, or `host` only. */
export type Role = 'anyone' | 'host';
/** Budgets by cost and by who pays; the numbers are the server's (gateway/rates.ts). */
export type RateClass = 'open' | 'join' | 'look' | 'signal' | 'relay' | 'change' | 'feature';

export interface GateRow {
  readonly phases: readonly Phase[];
  readonly role: Role;
  readonly rate: RateClass;
  /** Of the body as JSON (or as bytes where it is binary). */
  readonly maxBytes: number;
  readonly body: Schema;
  /** Schema of the answer when it is not a Refusal. */
  readonly answer: Schema;
  /** One sentence for docs/protocol.md. */
  readonly says: string;
}

export const gate = {
  'rooms:watch': {
    phases: ['visitor'],
    role: 'anyone',
    rate: 'look',
    maxBytes: 64,
    body: Empty,
    answer: RoomList,
    says: 'Answers the listed rooms and keeps sending their changes.',
  },
  'room:create': {
    phases: ['visitor'],
    role: 'anyone',
    rate: 'open',
    maxBytes: 1_024,
    body: CreateRoom,
    answer: RoomCreated,
    says: 'Makes a room, or finds the open listed room of that name.',
  },
  'room:peek': {
    phases: ['visitor'],
    role: 'anyone',
    rate: 'look',
    maxBytes: 256,
    body: PeekRoom,
    answer: RoomGlance,
    says: 'What somebody at the gate may know.',
  },
  'room:join': {
    phases: ['visitor'],
    role: 'anyone',
    rate: 'join',
    maxBytes: 4_096,
    body: JoinRoom,
    answer: RoomJoined,
    says: 'Takes a seat, or takes the own seat over with a resume token.',
  },
  'room:sync': {
    phases: ['member'],
    role: 'anyone',
    rate: 'look',
    maxBytes: 64,
    body: Empty,
    answer: RoomSynced,
    says: 'The whole room again, after a gap in the versions.',
  },
  'room:leave': {
    phases: ['member'],
    role: 'anyone',
    rate: 'change',
    maxBytes: 64,
    body: Empty,
    answer: Done,
    says: 'Gives the seat up.',
  },
  'me:change': {
    phases: ['member'],
    role: 'anyone',
    rate: 'change',
    maxBytes: 256,
    body: ChangeMe,
    answer: Done,
    says: 'Own microphone, camera, presence.',
  },
  signal: {
    phases: ['member'],
    role: 'anyone',
    rate: 'signal',
    maxBytes: limits.frameBytes,
    body: SendSignals,
    answer: Done,
    says: 'Descriptions and candidates for other members.',
  },
  relay: {
    phases: ['member'],
    role: 'anyone',
    rate: 'relay',
    maxBytes: limits.frameBytes,
    body: RelayFrame,
    answer: Done,
    says: 'A RoomChannel frame for members without a data channel.',
  },
  feature: {
    phases: ['member'],
    role: 'anyone',
    rate: 'feature',
    maxBytes: 16_384,
    body: FeatureCommand,
    answer: Done,
    says: "A command for a feature's seat in the room.",
  },
} as const satisfies Record<string, GateRow>;

export type ClientEvent = keyof typeof gate;
export type BodyOf<E extends ClientEvent> = v.InferOutput<(typeof gate)[E]['body']>;
export type AnswerOf<E extends ClientEvent> = v.InferOutput<(typeof gate)[E]['answer']>;

export interface FactRow {
  readonly body: Schema;
  readonly says: string;
}

export const facts = {
  rooms: { body: ListedRoomFact, says: 'A listed room opened, changed its count or closed.' },
  roster: { body: RosterFact, says: 'One change of who is in the room, with the next version.' },
  signal: { body: SignalFact, says: 'A description or candidates from another member.' },
  relayed: { body: RelayedFact, says: 'A RoomChannel frame from another member.' },
  feature: { body: FeatureFact, says: "A fact from a feature's seat in the room." },
  'seat:moved': { body: Empty, says: 'The seat was taken over by another page; this socket holds nothing now.' },
  'server:stopping': { body: Empty, says: 'The server stops; the seat can be taken again when it is back.' },
} as const satisfies Record<string, FactRow>;

export type ServerFact = keyof typeof facts;
export type FactOf<F extends ServerFact> = v.InferOutput<(typeof facts)[F]['body']>;
