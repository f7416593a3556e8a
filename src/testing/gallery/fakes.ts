// The ports of the pages as the gallery and the component tests play them: what they say is what a screen needs.
import { type Signal, signal } from '@preact/signals';
import * as v from 'valibot';
import { initialQuality } from '#call/quality.ts';
import type { CallState, LinkState } from '#call/state.ts';
import type { DeviceNotice, DeviceState } from '#call/tracks.ts';
import type { FeatureSeatInCall } from '#contract.web';
import { MemberId, RoomId, SessionId } from '#protocol/ids.ts';
import type { ListedRoom } from '#protocol/rooms.ts';
import type { Member, RoomGlance, RoomRules } from '#protocol/session.ts';
import type { CallSession, MemberMedia } from '../../web/call/call-session.ts';
import type { Devices, Speakers } from '../../web/devices/devices.ts';
import type { Answer, Signaling } from '../../web/signaling/signaling.ts';

export function fakeRoomId(index: number): RoomId {
  return v.parse(RoomId, `room${String(index).padStart(18, '0')}`);
}

export function fakeMemberId(index: number): MemberId {
  return v.parse(MemberId, `member${String(index).padStart(10, '0')}`);
}

export const fakeRules: RoomRules = {
  name: 'Thursday studio',
  find: 'link',
  seats: 8,
  devices: 'none',
  path: 'automatic',
};

export function fakeMember(index: number, name: string, facts: Partial<Member> = {}): Member {
  return {
    id: fakeMemberId(index),
    session: v.parse(SessionId, `session${String(index).padStart(9, '0')}`),
    name,
    isHost: false,
    joinedAtMs: 1_000 + index,
    presence: 'here',
    microphone: 'on',
    camera: 'on',
    ...facts,
  };
}

export function fakeLink(member: Member, facts: Partial<LinkState> = {}): LinkState {
  return {
    session: member.session,
    phase: 'up',
    sinceMs: 0,
    wasUp: true,
    isRelayed: false,
    quality: 'good',
    sample: null,
    reckoning: initialQuality(),
    ...facts,
  };
}

export function fakeCallState(members: readonly Member[], facts: Partial<CallState> = {}): CallState {
  const [me, ...others] = members;
  if (me === undefined) throw new Error('A call needs somebody in it');
  return {
    me: me.id,
    roomId: fakeRoomId(1),
    rules: fakeRules,
    openedAtMs: performance.now() - 1_450_000,
    version: 1,
    settlesAtMs: null,
    members,
    links: new Map(others.map((member) => [member.id, fakeLink(member)])),
    signaling: { phase: 'up' },
    ended: null,
    ...facts,
  };
}

export interface FakeCall extends CallSession {
  readonly state: Signal<CallState>;
  readonly media: Signal<ReadonlyMap<MemberId, MemberMedia>>;
  readonly speaking: Signal<ReadonlySet<MemberId>>;
  readonly mutedTalkAtMs: Signal<number | null>;
  readonly isSoundBlocked: Signal<boolean>;
  readonly asked: string[];
}

export function fakeCall(state: CallState, features: readonly FeatureSeatInCall[] = []): FakeCall {
  const asked: string[] = [];
  const call: FakeCall = {
    state: signal(state),
    media: signal(new Map()),
    speaking: signal(new Set()),
    mutedTalkAtMs: signal(null),
    isSoundBlocked: signal(false),
    openPanel: signal(null),
    features: signal(features),
    asked,
    allowSound: () => {
      call.isSoundBlocked.value = false;
    },
    reconnectNow: () => void asked.push('reconnect'),
    leave: () => {
      asked.push('leave');
      call.state.value = { ...call.state.peek(), ended: 'left' };
    },
  };
  return call;
}

export function fakeDevice(facts: Partial<DeviceState> = {}): DeviceState {
  return {
    isWanted: true,
    phase: 'on',
    problem: null,
    choices: [
      { id: 'one', label: 'Built-in' },
      { id: 'two', label: 'USB device with a rather long name' },
    ],
    chosen: 'one',
    ...facts,
  };
}

export interface FakeDevices extends Devices {
  readonly microphone: Signal<DeviceState>;
  readonly camera: Signal<DeviceState>;
  readonly speakers: Signal<Speakers>;
  readonly microphoneTrack: Signal<MediaStreamTrack | null>;
  readonly cameraTrack: Signal<MediaStreamTrack | null>;
  readonly level: Signal<number>;
  readonly notice: Signal<DeviceNotice | null>;
  readonly asked: string[];
}

export function fakeDevices(
  facts: { readonly microphone?: Partial<DeviceState>; readonly camera?: Partial<DeviceState> } = {},
): FakeDevices {
  const asked: string[] = [];
  const devices: FakeDevices = {
    microphone: signal(fakeDevice(facts.microphone)),
    camera: signal(fakeDevice(facts.camera)),
    speakers: signal<Speakers>({ choices: [{ id: 'speaker', label: 'Headphones' }], chosen: 'speaker' }),
    microphoneTrack: signal(null),
    cameraTrack: signal(null),
    level: signal(0.05),
    notice: signal(null),
    asked,
    setWanted: (kind, isWanted) => {
      asked.push(`${kind} ${isWanted ? 'on' : 'off'}`);
      devices[kind].value = { ...devices[kind].peek(), isWanted };
    },
    choose: (kind, id) => {
      asked.push(`${kind} ${id}`);
      devices[kind].value = { ...devices[kind].peek(), chosen: id };
    },
    chooseSpeaker: (id) => {
      devices.speakers.value = { ...devices.speakers.peek(), chosen: id };
    },
    flipCamera: () => void asked.push('flip'),
    retry: (kind) => void asked.push(`retry ${kind}`),
    dismissNotice: () => {
      devices.notice.value = null;
    },
    close: () => void asked.push('close'),
  };
  return devices;
}

/** Answers every question with what was given for it; `unreachable` otherwise. */
export interface FakeAnswers {
  readonly rooms?: readonly ListedRoom[];
  readonly peek?: RoomGlance | Answer<'room:peek'>;
  readonly create?: Answer<'room:create'>;
}

export interface FakeSignaling extends Signaling {
  readonly connection: Signal<Signaling['connection']['value']>;
  readonly asked: { readonly event: string; readonly body: unknown }[];
  /** Lets a fact arrive. */
  hear(fact: string, body: unknown): void;
  /** The socket is up, for the first time or again. */
  comeUp(): void;
  /** What is answered from now on. */
  answer(event: string, answer: unknown): void;
}

export function fakeSignaling(answers: FakeAnswers): FakeSignaling {
  const asked: { readonly event: string; readonly body: unknown }[] = [];
  const listeners = new Map<string, Set<(body: never) => void>>();
  const upListeners = new Set<() => void>();
  const unreachable = { ok: false, code: 'unreachable' } as const;
  const byEvent: Record<string, unknown> = {
    'rooms:watch': answers.rooms ? { ok: true, rooms: answers.rooms } : unreachable,
    'room:peek': answers.peek ?? unreachable,
    'room:create': answers.create ?? unreachable,
  };
  return {
    connection: signal<Signaling['connection']['value']>({ phase: 'up' }),
    asked,
    ask: async (event, body) => {
      asked.push({ event, body });
      // The test that gave the answer gave it for this event.
      return (byEvent[event] ?? unreachable) as Answer<typeof event>;
    },
    tell: (event, body) => {
      asked.push({ event, body });
      return true;
    },
    on: (fact, receive) => {
      const heard = listeners.get(fact) ?? new Set();
      listeners.set(fact, heard.add(receive));
      return () => heard.delete(receive);
    },
    hear: (fact, body) => {
      for (const receive of listeners.get(fact) ?? []) receive(body as never);
    },
    onUp: (receive) => {
      upListeners.add(receive);
      return () => upListeners.delete(receive);
    },
    comeUp: () => {
      for (const receive of upListeners) receive();
    },
    answer: (event, answer) => {
      byEvent[event] = answer;
    },
    reconnectNow: () => undefined,
    close: () => undefined,
  };
}
