// The whole call as one reducer: what the server, the media engine and the socket report becomes state and effects.
// Decides who is linked and how large the camera is sent; knows no browser, no feature and no screen.
import type { MemberId } from '#protocol/ids.ts';
import type { IceServer, RoomJoined, RoomView, RosterFact } from '#protocol/session.ts';
import type { Signal, SignalFact } from '#protocol/signaling.ts';
import type { CameraCap, EngineEvent, LinkPhase, LinkSample, Peer, Source } from './ports.ts';
import { advanceQuality, initialQuality, type Qualified } from './quality.ts';
import { changed, inOrder, mergedWhileSettling } from './roster.ts';
import { type CallState, type EndReason, type LinkState, self } from './state.ts';
import { isPolite, linkChange, sendingOf } from './topology.ts';

export type CallEvent =
  /** The seat was taken again after the socket was away. */
  | { readonly kind: 'reentered'; readonly answer: RoomJoined; readonly nowMs: number }
  | { readonly kind: 'roster'; readonly fact: RosterFact; readonly nowMs: number }
  | { readonly kind: 'synced'; readonly room: RoomView; readonly nowMs: number }
  | { readonly kind: 'signal'; readonly fact: SignalFact }
  | { readonly kind: 'phase'; readonly member: MemberId; readonly phase: LinkPhase; readonly nowMs: number }
  | { readonly kind: 'sample'; readonly member: MemberId; readonly sample: LinkSample; readonly nowMs: number }
  | { readonly kind: 'signaling-down'; readonly nowMs: number; readonly retryAtMs: number | null }
  | { readonly kind: 'network-returned' }
  | { readonly kind: 'ended'; readonly reason: EndReason };

export type CallEffect =
  | { readonly kind: 'link'; readonly peer: Peer; readonly isPolite: boolean; readonly initiates: boolean }
  | { readonly kind: 'unlink'; readonly member: MemberId }
  | { readonly kind: 'expect'; readonly member: MemberId; readonly sending: readonly Source[] }
  | { readonly kind: 'cap'; readonly member: MemberId; readonly cap: CameraCap }
  | { readonly kind: 'receive'; readonly from: Peer; readonly signal: Signal }
  | { readonly kind: 'repeat-signals'; readonly member: MemberId | 'everybody' }
  | { readonly kind: 'use-ice-servers'; readonly servers: readonly IceServer[] }
  | { readonly kind: 'restart-silent-links' }
  /** Ask for the whole room, now or when it has settled. */
  | { readonly kind: 'sync'; readonly atMs: number }
  | { readonly kind: 'stop' };

export interface Called {
  readonly state: CallState;
  readonly effects: readonly CallEffect[];
}

/** A little later than the server's own moment, so that the room has settled there. */
const settleMarginMs = 500;

/** Reports of what was lost before a link was up come in this long. */
const steadyAfterMs = 2_000;

/** The call of a member that has just joined: it makes the first offer to everybody inside. */
export function beginCall(answer: RoomJoined, nowMs: number): Called {
  const { room } = answer;
  const state: CallState = {
    me: answer.you,
    roomId: room.roomId,
    rules: room.rules,
    openedAtMs: openedAt(room, nowMs),
    version: room.version,
    settlesAtMs: settlesAt(room, nowMs),
    members: inOrder(room.members),
    links: new Map(),
    signaling: { phase: 'up' },
    ended: null,
  };
  const linked = relinked(state, nowMs, true);
  return { state: linked.state, effects: [...linked.effects, ...syncWhenSettled(state)] };
}

export function advanceCall(state: CallState, event: CallEvent): Called {
  if (state.ended !== null) return { state, effects: [] };
  switch (event.kind) {
    case 'reentered':
      return reentered(state, event.answer, event.nowMs);
    case 'roster':
      return rosterChanged(state, event.fact, event.nowMs);
    case 'synced':
      return synced(state, event.room, event.nowMs);
    case 'signal':
      return signalled(state, event.fact);
    case 'phase':
      return { state: withLink(state, event.member, (link) => inPhase(link, event.phase, event.nowMs)), effects: [] };
    case 'sample':
      return sampled(state, event.member, event.sample, event.nowMs);
    case 'signaling-down':
      return { state: { ...state, signaling: downSince(state, event) }, effects: [] };
    case 'network-returned':
      return { state, effects: [{ kind: 'restart-silent-links' }] };
    case 'ended':
      return { state: { ...state, ended: event.reason }, effects: [{ kind: 'stop' }] };
  }
}

/** Media outlives signalling: the links stay as they are, only what was lost meanwhile is said again. */
function reentered(state: CallState, answer: RoomJoined, nowMs: number): Called {
  if (answer.you !== state.me) return advanceCall(state, { kind: 'ended', reason: 'seat-lost' });
  const next = synced({ ...state, signaling: { phase: 'up' } }, answer.room, nowMs);
  const effects: readonly CallEffect[] = [
    ...next.effects,
    { kind: 'use-ice-servers', servers: answer.iceServers },
    { kind: 'repeat-signals', member: 'everybody' },
    { kind: 'restart-silent-links' },
  ];
  return { state: next.state, effects };
}

function synced(state: CallState, room: RoomView, nowMs: number): Called {
  const isSettling = room.settlesInMs > 0;
  const members = isSettling ? mergedWhileSettling(state.members, room.members) : inOrder(room.members);
  const known: CallState = { ...state, version: room.version, settlesAtMs: settlesAt(room, nowMs), members };
  // Whoever came while we could not hear may have offered to nobody, or wait for us: offering twice does no harm.
  const linked = relinked(known, nowMs, true);
  return { state: linked.state, effects: [...linked.effects, ...syncWhenSettled(known)] };
}

function rosterChanged(state: CallState, fact: RosterFact, nowMs: number): Called {
  if (state.version === null || fact.version <= state.version) return { state, effects: [] };
  if (fact.version !== state.version + 1) {
    return { state: { ...state, version: null }, effects: [{ kind: 'sync', atMs: nowMs }] };
  }
  const { change } = fact;
  const before = change.kind === 'changed' ? state.members.find(({ id }) => id === change.member.id) : undefined;
  const linked = relinked({ ...state, version: fact.version, members: changed(state.members, change) }, nowMs, false);
  const isBack = change.kind !== 'left' && change.member.presence === 'here' && before?.presence !== 'here';
  if (!isBack || change.member.id === state.me) return linked;
  return { state: linked.state, effects: [...linked.effects, { kind: 'repeat-signals', member: change.member.id }] };
}

/** Makes the links follow the members, and tells each link whether its far end says it sends. */
function relinked(state: CallState, nowMs: number, initiates: boolean): Called {
  const change = linkChange(state.links, state.members, state.me);
  const links = new Map(state.links);
  const effects: CallEffect[] = [];
  for (const member of change.unlink) {
    links.delete(member);
    effects.push({ kind: 'unlink', member });
  }
  for (const peer of change.link) {
    links.set(peer.member, newLinkState(peer, nowMs));
    effects.push({ kind: 'link', peer, isPolite: isPolite(state.me, peer.member), initiates });
  }
  for (const member of state.members) {
    if (member.id !== state.me) effects.push({ kind: 'expect', member: member.id, sending: sendingOf(member) });
  }
  const next: CallState = { ...state, links };
  // The mesh cap depends on how many links share the uplink.
  return links.size === state.links.size && change.link.length === 0
    ? { state: next, effects }
    : recapped(next, effects);
}

function recapped(state: CallState, effects: readonly CallEffect[]): Called {
  const caps: CallEffect[] = [];
  const links = new Map(state.links);
  for (const [member, link] of state.links) {
    const reckoned = reckon(state, link, null, link.sinceMs);
    links.set(member, { ...link, reckoning: reckoned.state });
    caps.push({ kind: 'cap', member, cap: reckoned.cap });
  }
  return { state: { ...state, links }, effects: [...effects, ...caps] };
}

function signalled(state: CallState, fact: SignalFact): Called {
  // Only pages that the roster names are linked: a stranger's signal finds no link in the engine either.
  const link = state.links.get(fact.from);
  if (link?.session !== fact.session) return { state, effects: [] };
  const from: Peer = { member: fact.from, session: fact.session };
  return { state, effects: [{ kind: 'receive', from, signal: fact.signal }] };
}

function sampled(state: CallState, member: MemberId, sample: LinkSample, nowMs: number): Called {
  const link = state.links.get(member);
  if (link === undefined) return { state, effects: [] };
  // A blackout's losses say nothing of how much the link carries: the watchdog answers them, not a smaller picture.
  if (link.phase !== 'up' || nowMs - link.sinceMs < steadyAfterMs) {
    const known = { ...link, sample, isRelayed: sample.isRelayed };
    return { state: withLink(state, member, () => known), effects: [] };
  }
  const reckoned = reckon(state, link, sample, nowMs);
  const next: LinkState = {
    ...link,
    sample,
    isRelayed: sample.isRelayed,
    quality: reckoned.level,
    reckoning: reckoned.state,
  };
  return { state: withLink(state, member, () => next), effects: [{ kind: 'cap', member, cap: reckoned.cap }] };
}

function reckon(state: CallState, link: LinkState, sample: LinkSample | null, nowMs: number): Qualified {
  const isCameraOn = self(state)?.camera === 'on';
  return advanceQuality(link.reckoning, sample, nowMs, { links: state.links.size, isCameraOn });
}

function newLinkState({ session }: Peer, nowMs: number): LinkState {
  return {
    session,
    phase: 'connecting',
    sinceMs: nowMs,
    wasUp: false,
    isRelayed: false,
    quality: 'good',
    sample: null,
    reckoning: initialQuality(),
  };
}

function inPhase(link: LinkState, phase: LinkPhase, nowMs: number): LinkState {
  const isSilent = phase === 'restarting' || phase === 'lost';
  // What the level was before a silence says nothing any more; the next samples do.
  const quality = isSilent ? 'lost' : link.quality === 'lost' ? 'fair' : link.quality;
  return { ...link, phase, sinceMs: nowMs, wasUp: link.wasUp || phase === 'up', quality };
}

function withLink(state: CallState, member: MemberId, change: (link: LinkState) => LinkState): CallState {
  const link = state.links.get(member);
  return link === undefined ? state : { ...state, links: new Map(state.links).set(member, change(link)) };
}

function downSince(
  state: CallState,
  event: { readonly nowMs: number; readonly retryAtMs: number | null },
): CallState['signaling'] {
  const sinceMs = state.signaling.phase === 'down' ? state.signaling.sinceMs : event.nowMs;
  return { phase: 'down', sinceMs, retryAtMs: event.retryAtMs };
}

function openedAt(room: RoomView, nowMs: number): number {
  return nowMs - (room.nowMs - room.openedAtMs);
}

function settlesAt(room: RoomView, nowMs: number): number | null {
  return room.settlesInMs > 0 ? nowMs + room.settlesInMs + settleMarginMs : null;
}

function syncWhenSettled(state: CallState): readonly CallEffect[] {
  return state.settlesAtMs === null ? [] : [{ kind: 'sync', atMs: state.settlesAtMs }];
}

/** Of all that an engine reports, what changes the call; tracks and frames go straight to who shows and reads them. */
export function fromEngine(event: EngineEvent<unknown>, nowMs: number): CallEvent | null {
  switch (event.kind) {
    case 'phase':
      return { kind: 'phase', member: event.member, phase: event.phase, nowMs };
    case 'sample':
      return { kind: 'sample', member: event.member, sample: event.sample, nowMs };
    case 'track':
    case 'signal':
    case 'channel':
    case 'frame':
      return null;
  }
}
