// One chat in one running call: joins the log to the channel, the room's members and the page. Draws nothing.
import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import type { FeatureContextInCall } from '#contract.web';
import type { MemberId, RoomId } from '#protocol/ids.ts';
import { limits } from '#protocol/limits.ts';
import { type ChatMessage, graphemesUpTo } from '../messages.ts';
import { type ChatEvent, type ChatLog, newChatLog, reduceChat, type Writer } from '../model.ts';
import { type ChatWords, words } from './words.ts';

export interface Conversation {
  readonly log: ReadonlySignal<ChatLog>;
  readonly words: ReadonlySignal<ChatWords>;
  readonly language: FeatureContextInCall['language'];
  readonly isReachable: ReadonlySignal<boolean>;
  readonly myName: string;
  setDraft(text: string): void;
  /** Sends the draft; false when it is empty or too long, and then nothing changes. */
  send(): boolean;
  retry(id: string): void;
}

/** As much as is read out of a message that comes while the panel is closed. */
const previewGraphemes = 80;
const draftsKept = 10;

/** By room, so that leaving by mistake does not cost what was being written. */
const drafts = new Map<RoomId, string>();

export function openConversation(context: FeatureContextInCall<ChatMessage>): Conversation {
  const log = signal(newChatLog(drafts.get(context.roomId) ?? ''));
  const said = computed(() => words[context.language.value]);
  const happen = (event: ChatEvent): void => {
    log.value = reduceChat(log.peek(), event);
  };

  followMembers(context, happen);
  const stopFollowing = effect(() => happen({ kind: context.isOpen.value ? 'opened' : 'closed' }));
  context.signal.addEventListener('abort', stopFollowing);
  context.onDelivered((channelId) => happen({ kind: 'delivered', channelId }));
  context.onMessage(({ id, text }, from) => {
    const by = writerOf(context, from, said.peek().somebody);
    const before = log.peek();
    happen({ kind: 'heard', id, text, by, nowMs: context.nowMs() });
    const isNew = log.peek() !== before;
    if (isNew && !context.isOpen.peek()) {
      context.announce(said.peek().preview(by.name, beginningOf(text)), { toast: true });
    }
  });

  function publish(message: ChatMessage): void {
    const result = context.publish(message, { isReliable: true });
    if (result.ok) happen({ kind: 'published', id: message.id, channelId: result.id });
    else happen({ kind: 'refused', id: message.id });
  }

  return {
    log,
    words: said,
    language: context.language,
    isReachable: context.isReachable,
    myName: writerOf(context, context.me, said.peek().somebody).name,
    setDraft(text) {
      happen({ kind: 'drafted', text });
      keepDraft(context.roomId, text);
    },
    send() {
      const text = log.peek().draft.trim();
      if (text === '' || isTooLong(text)) return false;
      const id = context.randomId();
      const by = writerOf(context, context.me, said.peek().somebody);
      happen({ kind: 'wrote', id, text, by, nowMs: context.nowMs() });
      happen({ kind: 'drafted', text: '' });
      keepDraft(context.roomId, '');
      publish({ id, text });
      return true;
    },
    retry(id) {
      const entry = log.peek().entries.find((one) => one.kind === 'message' && one.isMine && one.id === id);
      if (entry?.kind !== 'message' || entry.phase !== 'failed') return;
      happen({ kind: 'retried', id });
      publish({ id, text: entry.text });
    },
  };
}

export function isTooLong(text: string): boolean {
  return text.length > limits.chatChars || graphemesUpTo(text, limits.chatGraphemes) > limits.chatGraphemes;
}

/** Lines for those who come and go after oneself; a dropped member keeps the seat and has not gone. */
function followMembers(context: FeatureContextInCall<ChatMessage>, happen: (event: ChatEvent) => void): void {
  let known = new Map(context.members.peek().map(({ id, name }) => [id, name]));
  const stop = context.members.subscribe((members) => {
    const now = new Map(members.map(({ id, name }) => [id, name]));
    const nowMs = context.nowMs();
    for (const [id, name] of now) {
      if (!known.has(id) && id !== context.me) happen({ kind: 'joined', name, nowMs });
    }
    for (const [id, name] of known) {
      if (!now.has(id) && id !== context.me) happen({ kind: 'left', name, nowMs });
    }
    known = now;
  });
  context.signal.addEventListener('abort', stop);
}

function writerOf(context: FeatureContextInCall<ChatMessage>, id: MemberId, unknown: string): Writer {
  return { id, name: context.members.peek().find((member) => member.id === id)?.name ?? unknown };
}

function beginningOf(text: string): string {
  const segments = new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(
    text.slice(0, previewGraphemes * 8),
  );
  const beginning = Array.from(segments, ({ segment }) => segment).slice(0, previewGraphemes);
  const shown = beginning.join('');
  return shown.length < text.length ? `${shown}…` : shown;
}

function keepDraft(roomId: RoomId, text: string): void {
  drafts.delete(roomId);
  if (text !== '') drafts.set(roomId, text);
  const [oldest] = drafts.keys();
  if (drafts.size > draftsKept && oldest !== undefined) drafts.delete(oldest);
}
