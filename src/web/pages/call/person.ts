// What a tile and a row say about one member: read from the call's state, in the words of the chosen language.
import type { CallState } from '#call/state.ts';
import type { Member } from '#protocol/session.ts';
import type { MemberMedia } from '../../call/call-session.ts';
import type { Words } from '../../i18n/words.ts';

export interface PersonFacts {
  /** As everybody sees it; the own one with "(you)". */
  readonly name: string;
  readonly stream: MediaStream | null;
  /** Words for a microphone that is off or not there; null = on. */
  readonly muted: string | null;
  readonly host: string | null;
  readonly quality: { readonly level: 'fair' | 'weak'; readonly words: string } | null;
  /** Why there is no live picture; null = there is one, or the camera is simply off. */
  readonly note: string | null;
}

function mutedWords(member: Member, words: Words): string | null {
  if (member.microphone === 'on') return null;
  return member.microphone === 'off' ? words.call.microphoneIsOff : words.call.noMicrophone;
}

function noteOf(
  {
    isLost,
    isBlocked,
    isComing,
  }: { readonly isLost: boolean; readonly isBlocked: boolean; readonly isComing: boolean },
  { call }: Words,
): string | null {
  if (isLost) return call.guestAway;
  if (isBlocked) return call.cannotConnect;
  return isComing ? call.connecting : null;
}

/** Another member: their picture and how well it comes. */
export function otherFacts(
  state: CallState,
  member: Member,
  media: MemberMedia | undefined,
  words: Words,
): PersonFacts {
  const link = state.links.get(member.id);
  const isLive = link?.phase === 'up' || link?.phase === 'suspect';
  const isLost = link?.wasUp === true && (!isLive || link.quality === 'lost');
  const isBlocked = link?.phase === 'lost' && !link.wasUp;
  const isComing = !isLive && !isLost;
  const isAway = member.presence !== 'here' && !isLive;
  const level = link?.quality === 'fair' || link?.quality === 'weak' ? link.quality : null;
  return {
    name: member.name,
    stream: member.camera === 'on' ? (media?.camera ?? null) : null,
    muted: mutedWords(member, words),
    host: member.isHost ? words.call.host : null,
    quality: level === null || isLost ? null : { level, words: words.call.quality[level] },
    note: noteOf({ isLost: isLost || isAway, isBlocked, isComing }, words),
  };
}

/** The own tile shows the devices themselves, which are true before the server has heard of them. */
export function ownFacts(
  member: Member,
  own: { readonly stream: MediaStream | null; readonly isHeard: boolean },
  words: Words,
): PersonFacts {
  return {
    name: words.call.you(member.name),
    stream: own.stream,
    muted: own.isHeard ? null : words.call.microphoneIsOff,
    host: member.isHost ? words.call.host : null,
    quality: null,
    note: null,
  };
}
