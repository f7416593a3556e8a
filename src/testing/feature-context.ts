// What a call lends to one feature, for tests of its face: signals that a test turns, and a record of what was said.
import { type Signal, signal } from '@preact/signals';
import type { FeatureContextInCall, Language, PublishOptions, PublishResult } from '#contract.web';
import type { MemberId, RoomId } from '#protocol/ids.ts';
import type { Member } from '#protocol/session.ts';

export function testMember(name: string): Member {
  const id = name.toLowerCase().padEnd(16, '-') as MemberId;
  return {
    id,
    session: `page-${name}`.padEnd(16, '-') as Member['session'],
    name,
    isHost: false,
    joinedAtMs: 0,
    presence: 'here',
    microphone: 'on',
    camera: 'on',
  };
}

export interface LentContext<Message> extends FeatureContextInCall<Message> {
  readonly members: Signal<readonly Member[]>;
  readonly language: Signal<Language>;
  readonly isReachable: Signal<boolean>;
  readonly isOpen: Signal<boolean>;
  readonly published: { readonly message: Message; readonly options: PublishOptions }[];
  readonly commands: { readonly type: string; readonly body: unknown }[];
  readonly announced: string[];
  /** What `publish` answers from now on; null = yes. */
  refusal: Exclude<PublishResult, { ok: true }>['code'] | null;
  clockMs: number;
  hear(message: Message, from: Member): void;
  hearFact(type: string, body: unknown): void;
  deliver(id: number): void;
  end(): void;
}

let rooms = 0;

/** `me` is the first of `members`. */
export function lendContext<Message>(members: readonly [Member, ...Member[]], roomId?: RoomId): LentContext<Message> {
  const ended = new AbortController();
  let receive: (message: Message, from: MemberId) => void = () => undefined;
  let receiveFact: (type: string, body: unknown) => void = () => undefined;
  let receiveDelivered: (id: number) => void = () => undefined;
  let ids = 0;
  rooms += 1;
  const context: LentContext<Message> = {
    roomId: roomId ?? (`room${rooms}`.padEnd(22, '-') as RoomId),
    me: members[0].id,
    members: signal<readonly Member[]>(members),
    language: signal<Language>('en'),
    isReachable: signal(true),
    isOpen: signal(true),
    signal: ended.signal,
    published: [],
    commands: [],
    announced: [],
    refusal: null,
    clockMs: Date.UTC(2026, 0, 5, 9, 30),
    publish(message, options) {
      if (context.refusal !== null) return { ok: false, code: context.refusal };
      context.published.push({ message, options });
      return { ok: true, id: context.published.length };
    },
    onMessage: (hearer) => {
      receive = hearer;
    },
    onDelivered: (hearer) => {
      receiveDelivered = hearer;
    },
    onFact: (hearer) => {
      receiveFact = hearer;
    },
    command: (type, body) => {
      context.commands.push({ type, body });
      return Promise.resolve({ ok: true });
    },
    nowMs: () => context.clockMs,
    randomId: () => {
      ids += 1;
      return `id-${ids}`;
    },
    announce: (text) => context.announced.push(text),
    hear: (message, from) => receive(message, from.id),
    hearFact: (type, body) => receiveFact(type, body),
    deliver: (id) => receiveDelivered(id),
    end: () => ended.abort(),
  };
  return context;
}
