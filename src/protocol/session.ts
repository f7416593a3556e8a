// What is said about being in a room: rules, members, making, looking, joining, changing, leaving.
import * as v from 'valibot';
import { HostKey, JoinProof, MemberId, ProofHash, RoomId, SessionId } from './ids.ts';
import { limits } from './limits.ts';
import { Count, TimeMs } from './messages.ts';

/** Raised when an older page could misread a newer server or the other way round. */
export const protocolVersion = 1;

export const RoomRules = v.pipe(
  v.strictObject({
    /** As typed; trimmed and checked for control characters by the server. */
    name: v.pipe(v.string(), v.minLength(1), v.maxLength(limits.roomNameChars)),
    find: v.picklist(['link', 'listed']),
    seats: v.pipe(v.number(), v.integer(), v.minValue(limits.seatsMin), v.maxValue(limits.seatsMax)),
    devices: v.picklist(['none', 'microphone', 'microphone-and-camera']),
    path: v.picklist(['automatic', 'direct', 'server']),
  }),
  v.check((rules) => rules.path !== 'direct' || rules.seats <= limits.directSeatsMax, 'direct-seats'),
);
export type RoomRules = v.InferOutput<typeof RoomRules>;

/** `none`: there is no such device or it may not be used; `off`: there is one, nothing of it is sent. */
export const DeviceState = v.picklist(['on', 'off', 'none']);
export type DeviceState = v.InferOutput<typeof DeviceState>;

/** `away`: the page was closed or reloaded by its owner; the seat is kept as for `reconnecting`. */
export const Presence = v.picklist(['here', 'reconnecting', 'away']);
export type Presence = v.InferOutput<typeof Presence>;

/** One member as everybody in the room sees it. */
export const Member = v.strictObject({
  id: MemberId,
  session: SessionId,
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(limits.nameChars + 8)),
  isHost: v.boolean(),
  joinedAtMs: TimeMs,
  presence: Presence,
  microphone: DeviceState,
  camera: DeviceState,
});
export type Member = v.InferOutput<typeof Member>;

/** The whole truth about a room at one version; facts with the next version number continue it. */
export const RoomView = v.strictObject({
  roomId: RoomId,
  version: Count,
  rules: RoomRules,
  openedAtMs: TimeMs,
  /** The server's clock when this was written, so that elapsed time is right on a wrong clock. */
  nowMs: TimeMs,
  /**
   * 0, or for how long a room that was rebuilt after a restart still waits for its members: somebody missing from
   * `members` meanwhile has not left, and nobody's media may be touched because of it.
   */
  settlesInMs: Count,
  members: v.pipe(v.array(Member), v.maxLength(limits.seatsMax)),
});
export type RoomView = v.InferOutput<typeof RoomView>;

export const IceServer = v.strictObject({
  urls: v.pipe(v.array(v.pipe(v.string(), v.maxLength(256))), v.maxLength(8)),
  username: v.optional(v.pipe(v.string(), v.maxLength(256))),
  credential: v.optional(v.pipe(v.string(), v.maxLength(256))),
});
export type IceServer = v.InferOutput<typeof IceServer>;

export const CreateRoom = v.strictObject({
  rules: RoomRules,
  /** Link rooms: SHA-256 of the join proof. Listed rooms: null. */
  proofHash: v.nullable(ProofHash),
});
export type CreateRoom = v.InferOutput<typeof CreateRoom>;

export const RoomCreated = v.strictObject({
  ok: v.literal(true),
  roomId: RoomId,
  /** Null when a listed room of that name was open already: it is entered, not made. */
  hostKey: v.nullable(HostKey),
});
export type RoomCreated = v.InferOutput<typeof RoomCreated>;

export const PeekRoom = v.strictObject({ roomId: RoomId, proof: v.nullable(JoinProof) });
export type PeekRoom = v.InferOutput<typeof PeekRoom>;

/** What somebody at the gate may know. */
export const RoomGlance = v.strictObject({
  ok: v.literal(true),
  rules: RoomRules,
  inside: Count,
  /** The first three names by time of joining. */
  names: v.pipe(v.array(v.string()), v.maxLength(3)),
});
export type RoomGlance = v.InferOutput<typeof RoomGlance>;

export const ResumeToken = v.pipe(v.string(), v.minLength(1), v.maxLength(limits.resumeTokenChars));

export const JoinRoom = v.strictObject({
  roomId: RoomId,
  proof: v.nullable(JoinProof),
  name: v.pipe(v.string(), v.maxLength(limits.nameChars)),
  session: SessionId,
  microphone: DeviceState,
  camera: DeviceState,
  hostKey: v.nullable(HostKey),
  /** From an earlier JoinAnswer of this browser: takes the seat over, newest wins. */
  resumeToken: v.nullable(ResumeToken),
});
export type JoinRoom = v.InferOutput<typeof JoinRoom>;

export const RoomJoined = v.strictObject({
  ok: v.literal(true),
  you: MemberId,
  /** The seat was kept: id, name, role and place are the old ones. */
  resumed: v.boolean(),
  resumeToken: ResumeToken,
  room: RoomView,
  iceServers: v.pipe(v.array(IceServer), v.maxLength(limits.iceServers)),
  /** Each feature's view of its state in the room, for this member. Parsed by the feature. */
  features: v.record(v.string(), v.unknown()),
});
export type RoomJoined = v.InferOutput<typeof RoomJoined>;

export const RoomSynced = v.strictObject({
  ok: v.literal(true),
  room: RoomView,
  features: v.record(v.string(), v.unknown()),
});
export type RoomSynced = v.InferOutput<typeof RoomSynced>;

/** A member's own devices and presence; `away` is said by a page that is being closed. */
export const ChangeMe = v.strictObject({
  microphone: v.optional(DeviceState),
  camera: v.optional(DeviceState),
  presence: v.optional(v.picklist(['here', 'away'])),
});
export type ChangeMe = v.InferOutput<typeof ChangeMe>;

export const RosterChange = v.variant('kind', [
  v.strictObject({ kind: v.literal('joined'), member: Member }),
  v.strictObject({ kind: v.literal('changed'), member: Member }),
  v.strictObject({ kind: v.literal('left'), id: MemberId, reason: v.picklist(['left', 'lost']) }),
]);
export type RosterChange = v.InferOutput<typeof RosterChange>;

/** Continues a RoomView: `version` is one more than before, otherwise the whole view is asked for again. */
export const RosterFact = v.strictObject({ version: Count, change: RosterChange });
export type RosterFact = v.InferOutput<typeof RosterFact>;
