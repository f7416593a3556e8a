// What each event of the gate does, once it has been let through: one function a row. Knows no socket library.

import type { Clock } from '#call/ports.ts';
import { type Refusal, refusal } from '#protocol/errors.ts';
import type { AnswerOf, BodyOf, ClientEvent } from '#protocol/gate.ts';
import type { IceServer, JoinRoom, PeekRoom, RoomJoined } from '#protocol/session.ts';
import type { OpenRooms } from './open-rooms.ts';
import type { RoomRegistry } from './registry.ts';
import type { Claim, ResumeTokens } from './resume-token.ts';
import type { Room } from './room.ts';
import { isSecretOf, noProofHash } from './secrets.ts';
import type { HeldSeat, Visitor } from './visitor.ts';

export type FrontDesk = {
  readonly [E in ClientEvent]: (visitor: Visitor, body: BodyOf<E>) => AnswerOf<E> | Refusal;
};

export interface FrontDeskTools {
  readonly registry: RoomRegistry;
  readonly openRooms: OpenRooms;
  readonly tokens: ResumeTokens;
  readonly clock: Clock;
  readonly iceServersFor: (pageHost: string | null) => IceServer[];
}

export function frontDesk(tools: FrontDeskTools): FrontDesk {
  const { registry, openRooms } = tools;
  return {
    'rooms:watch': (visitor) =>
      openRooms.watch(
        visitor,
        registry.listed().map((room) => room.listing()),
      ),
    'room:create': (_visitor, body) => registry.create(body),
    'room:peek': (_visitor, body) => {
      const room = registry.find(body.roomId);
      return holdsLink(room, body) && room !== undefined ? room.glance() : refusal('room-not-found');
    },
    'room:join': (visitor, body) => join(tools, visitor, body),
    'room:sync': (visitor) => seated(visitor, ({ room, member }) => room.sync(member)),
    'room:leave': (visitor) => done(visitor, ({ room, member }) => room.leave(member)),
    'me:change': (visitor, body) => done(visitor, ({ room, member }) => room.change(member, body)),
    signal: (visitor, body) => done(visitor, ({ room, member }) => room.signal(member, body)),
    relay: (visitor, body) => done(visitor, ({ room, member }) => room.relay(member, body)),
    feature: (visitor, body) =>
      seated(visitor, ({ room, member }) => {
        const code = room.command(member, body);
        return code === null ? { ok: true } : refusal(code);
      }),
  };
}

function join(tools: FrontDeskTools, visitor: Visitor, body: JoinRoom): RoomJoined | Refusal {
  const claim = readClaim(tools, body);
  const room = tools.registry.find(body.roomId) ?? (claim === null ? undefined : tools.registry.rebuild(claim));
  const mayEnter = holdsLink(room, body);
  if (room === undefined) return refusal('room-not-found');
  const joined = room.join(visitor, body, claim, mayEnter);
  if (!joined.ok) return joined;
  tools.openRooms.unwatch(visitor);
  return { ...joined, iceServers: tools.iceServersFor(visitor.pageHost) };
}

/** A token of another room, of another server or too old is as good as none. */
function readClaim({ tokens, clock }: FrontDeskTools, { resumeToken, roomId }: JoinRoom): Claim | null {
  const claim = resumeToken === null ? null : tokens.open(resumeToken, clock.now());
  return claim?.room.id === roomId ? claim : null;
}

/** Does the same work whether or not there is such a room, so that the time tells nothing. Listed rooms need no link. */
function holdsLink(room: Room | undefined, { proof }: Pick<PeekRoom, 'proof'>): boolean {
  const isRight = isSecretOf(room?.identity.proofHash ?? noProofHash, proof);
  return isRight || (room !== undefined && room.identity.proofHash === null);
}

function seated<A>(visitor: Visitor, act: (seat: HeldSeat) => A): A | Refusal {
  return visitor.seat === null ? refusal('wrong-phase') : act(visitor.seat);
}

function done(visitor: Visitor, act: (seat: HeldSeat) => void): { readonly ok: true } | Refusal {
  return seated(visitor, (seat) => {
    act(seat);
    return { ok: true };
  });
}
