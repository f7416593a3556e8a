// Who is in the room, as one list that is continued by versions. Pure; knows nothing of links or media.
import type { MemberId } from '#protocol/ids.ts';
import type { Member, RosterChange } from '#protocol/session.ts';

/** By time of joining, then by id, so that every page shows the same order. */
export function inOrder(members: readonly Member[]): readonly Member[] {
  return [...members].sort((a, b) => a.joinedAtMs - b.joinedAtMs || (a.id < b.id ? -1 : 1));
}

export function changed(members: readonly Member[], change: RosterChange): readonly Member[] {
  switch (change.kind) {
    case 'joined':
    case 'changed':
      return inOrder([...without(members, change.member.id), change.member]);
    case 'left':
      return without(members, change.id);
  }
}

/**
 * A room that was rebuilt after a restart names only the members that are back. Those it does not name yet are kept as
 * reconnecting, so that nobody's media is touched because a server restarted.
 */
export function mergedWhileSettling(before: readonly Member[], named: readonly Member[]): readonly Member[] {
  const missing = before.filter(({ id }) => !named.some((member) => member.id === id));
  return inOrder([...named, ...missing.map((member): Member => ({ ...member, presence: 'reconnecting' }))]);
}

export function without(members: readonly Member[], id: MemberId): readonly Member[] {
  return members.filter((member) => member.id !== id);
}
