// One page's chat log: what was written, who came and went, what has not been read. Pure; knows no channel and no words.
import type { MemberId } from '#protocol/ids.ts';
import { limits } from '#protocol/limits.ts';

/** `sending` until everybody has it; `failed`: it was not even handed over, and waits for Retry. */
export type MessagePhase = 'sending' | 'sent' | 'failed';

export interface MessageEntry {
  readonly kind: 'message';
  readonly id: string;
  readonly from: MemberId;
  /** As the writer was called then. */
  readonly name: string;
  readonly isMine: boolean;
  readonly text: string;
  readonly atMs: number;
  readonly phase: MessagePhase;
  /** The channel's number of it, while it is on its way. */
  readonly channelId: number | null;
}

/** Comings and goings with nothing said between them. */
export interface ComingsEntry {
  readonly kind: 'comings';
  readonly joined: readonly string[];
  readonly left: readonly string[];
  readonly atMs: number;
}

export type ChatEntry = MessageEntry | ComingsEntry;

export interface ChatLog {
  /** Oldest first. */
  readonly entries: readonly ChatEntry[];
  readonly isOpen: boolean;
  /** Messages of others since the panel was closed. */
  readonly unread: number;
  readonly draft: string;
}

export type ChatEvent =
  | { readonly kind: 'opened' | 'closed' }
  | { readonly kind: 'drafted'; readonly text: string }
  | { readonly kind: 'wrote'; readonly id: string; readonly text: string; readonly by: Writer; readonly nowMs: number }
  | { readonly kind: 'published'; readonly id: string; readonly channelId: number }
  | { readonly kind: 'refused' | 'retried'; readonly id: string }
  | { readonly kind: 'delivered'; readonly channelId: number }
  | { readonly kind: 'heard'; readonly id: string; readonly text: string; readonly by: Writer; readonly nowMs: number }
  | { readonly kind: 'joined' | 'left'; readonly name: string; readonly nowMs: number };

export interface Writer {
  readonly id: MemberId;
  readonly name: string;
}

/** Messages of one writer that are shown together, or a line of comings and goings. */
export type Turn =
  | { readonly kind: 'turn'; readonly first: MessageEntry; readonly messages: readonly MessageEntry[] }
  | { readonly kind: 'comings'; readonly entry: ComingsEntry };

const turnWithinMs = 2 * 60_000;
const comingsWithinMs = 2 * 60_000;
const namesInLineMax = 50;

export function newChatLog(draft: string): ChatLog {
  return { entries: [], isOpen: false, unread: 0, draft };
}

export function reduceChat(log: ChatLog, event: ChatEvent): ChatLog {
  switch (event.kind) {
    case 'opened':
      return { ...log, isOpen: true, unread: 0 };
    case 'closed':
      return { ...log, isOpen: false };
    case 'drafted':
      return { ...log, draft: event.text };
    case 'wrote':
      return withEntry(log, messageOf(event, true, 'sending'));
    case 'heard':
      if (knows(log, event.id, event.by.id)) return log;
      return withEntry({ ...log, unread: log.isOpen ? 0 : log.unread + 1 }, messageOf(event, false, 'sent'));
    case 'published':
      return changeMine(log, event.id, { channelId: event.channelId });
    case 'refused':
      return changeMine(log, event.id, { phase: 'failed', channelId: null });
    case 'retried':
      return changeMine(log, event.id, { phase: 'sending' });
    case 'delivered':
      return delivered(log, event.channelId);
    case 'joined':
    case 'left':
      return came(log, event.kind, event.name, event.nowMs);
  }
}

/** Groups by writer within two minutes of the message before; what failed stands alone. */
export function turnsOf(entries: readonly ChatEntry[]): readonly Turn[] {
  const turns: Turn[] = [];
  for (const entry of entries) {
    if (entry.kind === 'comings') {
      turns.push({ kind: 'comings', entry });
      continue;
    }
    const before = turns.at(-1);
    const last = before?.kind === 'turn' ? before.messages.at(-1) : undefined;
    if (before?.kind === 'turn' && last !== undefined && continues(last, entry)) {
      turns.splice(-1, 1, { ...before, messages: [...before.messages, entry] });
    } else {
      turns.push({ kind: 'turn', first: entry, messages: [entry] });
    }
  }
  return turns;
}

function continues(last: MessageEntry, next: MessageEntry): boolean {
  const isWhole = last.phase !== 'failed' && next.phase !== 'failed';
  return isWhole && last.from === next.from && last.name === next.name && next.atMs - last.atMs <= turnWithinMs;
}

function messageOf(event: ChatEvent & { kind: 'wrote' | 'heard' }, isMine: boolean, phase: MessagePhase): MessageEntry {
  const { id, text, by, nowMs } = event;
  return { kind: 'message', id, from: by.id, name: by.name, isMine, text, atMs: nowMs, phase, channelId: null };
}

/** Ids are the writer's own: nobody can take another's message away by guessing its id. */
function knows(log: ChatLog, id: string, from: MemberId): boolean {
  return log.entries.some((entry) => entry.kind === 'message' && entry.id === id && entry.from === from);
}

function withEntry(log: ChatLog, entry: ChatEntry): ChatLog {
  return { ...log, entries: [...log.entries, entry].slice(-limits.chatEntriesKept) };
}

function changeMine(log: ChatLog, id: string, change: Partial<MessageEntry>): ChatLog {
  const changed = (entry: ChatEntry): ChatEntry =>
    entry.kind === 'message' && entry.isMine && entry.id === id ? { ...entry, ...change } : entry;
  return { ...log, entries: log.entries.map(changed) };
}

function delivered(log: ChatLog, channelId: number): ChatLog {
  const mine = log.entries.find((entry) => entry.kind === 'message' && entry.isMine && entry.channelId === channelId);
  return mine?.kind === 'message' ? changeMine(log, mine.id, { phase: 'sent', channelId: null }) : log;
}

function came(log: ChatLog, kind: 'joined' | 'left', name: string, nowMs: number): ChatLog {
  const last = log.entries.at(-1);
  if (last?.kind !== 'comings' || nowMs - last.atMs > comingsWithinMs) {
    const line = { kind: 'comings', joined: [], left: [], atMs: nowMs, [kind]: [name] } as const;
    return withEntry(log, line);
  }
  const names = [...last[kind].filter((known) => known !== name), name].slice(-namesInLineMax);
  return { ...log, entries: [...log.entries.slice(0, -1), { ...last, [kind]: names }] };
}
