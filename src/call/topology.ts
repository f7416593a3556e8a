// Who is linked with whom, who offers, who gives way. Pure. Today every call is direct: everybody is linked with everybody.
import type { MemberId, SessionId } from '#protocol/ids.ts';
import type { Member } from '#protocol/session.ts';
import { type Peer, type Source, sources } from './ports.ts';

export interface LinkChange {
  readonly link: readonly Peer[];
  readonly unlink: readonly MemberId[];
}

/** What must change so that exactly the pages of the other members are linked; a reloaded page is a new peer. */
export function linkChange(
  linked: ReadonlyMap<MemberId, { readonly session: SessionId }>,
  members: readonly Member[],
  me: MemberId,
): LinkChange {
  const wanted = members.filter(({ id }) => id !== me);
  return {
    link: wanted
      .filter(({ id, session }) => linked.get(id)?.session !== session)
      .map(({ id, session }) => ({ member: id, session })),
    unlink: [...linked.keys()].filter((id) => !wanted.some((member) => member.id === id)),
  };
}

/** Exactly one side of a pair is polite (W3C WebRTC section 10.7): both compute it from the two ids. */
export function isPolite(me: MemberId, other: MemberId): boolean {
  return me < other;
}

/** What a member says it sends, so that silence on its link means trouble. */
export function sendingOf(member: Member): readonly Source[] {
  return member.presence === 'here' ? sources.filter((source) => member[source] === 'on') : [];
}
