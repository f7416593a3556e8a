// What goes beside the media: the room's channel and the features that speak over it. A chunk of its own, fetched while the
// seat is being taken, so that nobody waits for it to see and hear the others.
import { computed, type ReadonlySignal, type Signal } from '@preact/signals';
import type { MediaEngine, Peer } from '#call/ports.ts';
import type { CallState } from '#call/state.ts';
import type { FeatureSeatInCall } from '#contract.web';
import type { FeatureFact } from '#protocol/envelope.ts';
import type { MemberId } from '#protocol/ids.ts';
import type { RelayedFact, RelayFrame } from '#protocol/relay.ts';
import type { Member } from '#protocol/session.ts';
import { features } from '../features.ts';
import { createRelaySeal } from '../link/relay-seal.ts';
import { pageClock } from '../page-clock.ts';
import { createRoomChannel } from '../rtc/room-channel.ts';
import type { EnterRoom } from './entering.ts';
import { openFeatures } from './feature-host.ts';

export interface CompanionGround {
  readonly me: Peer;
  readonly room: EnterRoom;
  readonly state: ReadonlySignal<CallState>;
  readonly openPanel: Signal<string | null>;
  readonly sendFrame: MediaEngine<unknown>['sendFrame'];
  readonly ended: AbortSignal;
}

export interface Companions {
  readonly seats: readonly FeatureSeatInCall[];
  handleRoster(members: readonly Member[]): void;
  handleSignaling(isUp: boolean): void;
  handleWay(member: MemberId, isOpen: boolean): void;
  handleFrame(from: MemberId, bytes: Uint8Array): void;
  handleRelayed(fact: RelayedFact): void;
  handleFact(fact: FeatureFact): void;
  handleViews(views: Readonly<Record<string, unknown>>): void;
  close(): void;
}

export function openCompanions({ me, room, state, openPanel, sendFrame, ended }: CompanionGround): Companions {
  const { roomId, secret, signaling, announce } = room;
  const relay = (frame: RelayFrame) => signaling.tell('relay', frame);
  const seal = secret === null ? null : createRelaySeal(secret, roomId, me);
  const channel = createRoomChannel(me, { clock: pageClock, sendFrame, relay }, seal);
  const host = openFeatures(features, {
    roomId,
    me: me.member,
    members: computed(() => state.value.members),
    isReachable: computed(() => isReachable(state.value)),
    openPanel,
    channel,
    signaling,
    announce,
    ended,
  });
  return {
    seats: host.seats,
    handleRoster: (members) => channel.handleRoster(members),
    handleSignaling: (isUp) => channel.handleSignaling(isUp),
    handleWay: (member, isOpen) => channel.handleWay(member, isOpen),
    handleFrame: (from, bytes) => channel.handleFrame(from, bytes),
    handleRelayed: (fact) => channel.handleRelayed(fact),
    handleFact: (fact) => host.handleFact(fact),
    handleViews: (views) => host.handleViews(views),
    close: () => channel.close(),
  };
}

function isReachable(state: CallState): boolean {
  const isLinked = [...state.links.values()].some(({ phase }) => phase === 'up' || phase === 'suspect');
  return state.signaling.phase === 'up' || isLinked;
}
