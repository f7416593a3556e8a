// What a feature's browser seat offers to the call's page, and what the page lends it. The page knows features only as this.
import type { ReadonlySignal } from '@preact/signals';
import type { ComponentType } from 'preact';
import type { MemberId, RoomId } from '#protocol/ids.ts';
import type { Schema } from '#protocol/messages.ts';
import type { Member } from '#protocol/session.ts';

export type Language = 'en' | 'ko';

/** Every text of a feature in every language; the compiler checks that both have the same keys. */
export type WordsOf<W> = Readonly<Record<Language, W>>;

export type PublishResult =
  | { readonly ok: true; readonly id: number }
  | { readonly ok: false; readonly code: 'channel-full' | 'too-large' | 'call-ended' };

export interface PublishOptions {
  /** One member; absent = everybody in the room. */
  readonly to?: MemberId;
  /** Reliable: exactly once, in order per sender. Lossy: may be dropped, the newest of a feature is kept. */
  readonly isReliable: boolean;
}

/** What the call lends to one feature for the time of the call. */
export interface FeatureContextInCall<Message = unknown> {
  readonly roomId: RoomId;
  readonly me: MemberId;
  readonly members: ReadonlySignal<readonly Member[]>;
  readonly language: ReadonlySignal<Language>;
  /** False while nothing can reach anybody: reliable messages wait. */
  readonly isReachable: ReadonlySignal<boolean>;
  /** Whether this feature's panel is open now. */
  readonly isOpen: ReadonlySignal<boolean>;
  /** Ends with the call. */
  readonly signal: AbortSignal;
  publish(message: Message, options: PublishOptions): PublishResult;
  /** Messages are parsed by the feature's schema and stamped with the connection they came from. */
  onMessage(receive: (message: Message, from: MemberId) => void): void;
  /** Every member one was sent to has it, or has left. */
  onDelivered(receive: (id: number) => void): void;
  /**
   * Facts from the feature's seat at the server, not parsed. `view` is its state for this member: first on joining, then
   * after every change and every gap.
   */
  onFact(receive: (type: string, body: unknown) => void): void;
  /** A command to the feature's seat at the server. */
  command(type: string, body: unknown): Promise<{ readonly ok: boolean }>;
  /** Milliseconds since 1970 on this machine. */
  nowMs(): number;
  randomId(): string;
  /** Says it to assistive technology; `toast` shows it for 5 s as well. */
  announce(text: string, options?: { readonly toast?: boolean; readonly isUrgent?: boolean }): void;
}

export interface FeatureButton {
  readonly icon: ComponentType;
  /** Accessible name; the badge's words are added by the page. */
  readonly label: ReadonlySignal<string>;
  /** A number on the button and how it is spoken ("3 unread"); null = none. */
  readonly badge: ReadonlySignal<{ readonly count: number; readonly spoken: string } | null>;
  /** `event.code` of its key while the call has the focus. */
  readonly key: string;
}

/** One feature in one running call. */
export interface FeatureSeatInCall {
  readonly name: string;
  readonly button: FeatureButton;
  readonly title: ReadonlySignal<string>;
  /** The inside of the side panel; the page draws its frame, heading and close button. */
  readonly Panel: ComponentType;
}

export interface WebFeature<Message = unknown> {
  readonly name: string;
  /** Of what members say to each other. */
  readonly betweenMembers: Schema<Message>;
  open(context: FeatureContextInCall<Message>): FeatureSeatInCall;
}
