// Short ways to say a room in tests: members, views, answers. Every value passes the protocol's schemas.
import type { MemberId, RoomId, SessionId } from '#protocol/ids.ts';
import type { Member, RoomJoined, RoomRules, RoomView } from '#protocol/session.ts';

export const someRoomId = 'room000000000000000000' as RoomId;

export function memberId(name: string): MemberId {
  return name.padEnd(16, '0') as MemberId;
}

export function sessionId(name: string): SessionId {
  return name.padEnd(16, '1') as SessionId;
}

export const someRules: RoomRules = { name: 'Studio', find: 'link', seats: 4, devices: 'none', path: 'automatic' };

/** A member named `name` whose id and session are made from it. */
export function someMember(name: string, change: Partial<Member> = {}): Member {
  return {
    id: memberId(name),
    session: sessionId(name),
    name,
    isHost: false,
    joinedAtMs: 1_000,
    presence: 'here',
    microphone: 'on',
    camera: 'on',
    ...change,
  };
}

export function someRoom(members: readonly Member[], change: Partial<RoomView> = {}): RoomView {
  return {
    roomId: someRoomId,
    version: 1,
    rules: someRules,
    openedAtMs: 1_000,
    nowMs: 61_000,
    settlesInMs: 0,
    members: [...members],
    ...change,
  };
}

export function someJoin(me: Member, members: readonly Member[], change: Partial<RoomView> = {}): RoomJoined {
  return {
    ok: true,
    you: me.id,
    resumed: false,
    resumeToken: 'token',
    room: someRoom(members, change),
    iceServers: [],
    features: {},
  };
}
