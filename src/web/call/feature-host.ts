// Lends each feature its part of the running call: its channel, its words, its panel. A feature sees nothing else.
import { computed, type ReadonlySignal, type Signal } from '@preact/signals';
import type { FeatureContextInCall, FeatureSeatInCall, WebFeature } from '#contract.web';
import type { FeatureFact } from '#protocol/envelope.ts';
import type { MemberId, RoomId } from '#protocol/ids.ts';
import type { Member } from '#protocol/session.ts';
import { randomId } from '../random-id.ts';
import type { RoomChannel } from '../rtc/room-channel.ts';
import { language } from '../settings.ts';
import type { Signaling } from '../signaling/signaling.ts';

export interface FeatureGround {
  readonly roomId: RoomId;
  readonly me: MemberId;
  readonly members: ReadonlySignal<readonly Member[]>;
  readonly isReachable: ReadonlySignal<boolean>;
  readonly openPanel: Signal<string | null>;
  readonly channel: RoomChannel;
  readonly signaling: Signaling;
  readonly announce: FeatureContextInCall['announce'];
  readonly ended: AbortSignal;
}

export interface FeatureHost {
  readonly seats: readonly FeatureSeatInCall[];
  handleFact(fact: FeatureFact): void;
  /** Each feature's whole state for this member, as joining and every new view of the room bring it. */
  handleViews(views: Readonly<Record<string, unknown>>): void;
}

type FactListener = (type: string, body: unknown) => void;

export function openFeatures(features: readonly WebFeature[], ground: FeatureGround): FeatureHost {
  const listeners = new Map<string, FactListener>();
  return {
    seats: features.map((feature) => feature.open(contextOf(feature, ground, listeners))),
    handleFact: ({ feature, type, body }) => listeners.get(feature)?.(type, body),
    handleViews(views) {
      for (const [feature, view] of Object.entries(views)) listeners.get(feature)?.('view', view);
    },
  };
}

function contextOf(
  { name, betweenMembers }: WebFeature,
  ground: FeatureGround,
  listeners: Map<string, FactListener>,
): FeatureContextInCall {
  const { channel } = ground;
  return {
    roomId: ground.roomId,
    me: ground.me,
    members: ground.members,
    language,
    isReachable: ground.isReachable,
    isOpen: computed(() => ground.openPanel.value === name),
    signal: ground.ended,
    publish: (message, options) => channel.publish(name, message, options),
    onMessage: (receive) => channel.onMessage(name, betweenMembers, receive),
    onDelivered: (receive) => channel.onDelivered(name, receive),
    onFact: (receive) => listeners.set(name, receive),
    command: async (type, body) => {
      const { ok } = await ground.signaling.ask('feature', { feature: name, type, body });
      return { ok };
    },
    nowMs: () => Date.now(),
    randomId,
    announce: ground.announce,
  };
}
