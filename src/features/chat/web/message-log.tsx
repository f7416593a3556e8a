// The log of a chat as it is read: turns, links, comings and goings, and a way down to what is new. Text nodes only.
import { useComputed, useSignal, useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { Language } from '#contract.web';
import { Icon } from '#ui/icon.tsx';
import { tokensOf } from '../links.ts';
import { type ComingsEntry, type MessageEntry, type Turn, turnsOf } from '../model.ts';
import type { Conversation } from './conversation.ts';
import type { ChatWords } from './words.ts';

/** So far from the end still counts as reading the end. */
const endWithinPx = 24;

export function MessageLog({ conversation }: { readonly conversation: Conversation }) {
  const { log, language } = conversation;
  const words = conversation.words.value;
  const scroller = useRef<HTMLDivElement>(null);
  const isAtEnd = useSignal(true);
  const turns = useComputed(() => turnsOf(log.value.entries));
  const fresh = useFresh(conversation, isAtEnd);

  function goToEnd(): void {
    scroller.current?.scrollTo({ top: 0 });
    isAtEnd.value = true;
  }

  return (
    <>
      {/* Runs from the bottom up (panel.css): what is at 0 is the end, and it stays in view while messages come. */}
      <div
        class="panel__body"
        ref={scroller}
        onScroll={({ currentTarget }) => {
          isAtEnd.value = Math.abs(currentTarget.scrollTop) <= endWithinPx;
        }}
      >
        <div
          class="chat"
          role="log"
          aria-label={words.log}
          aria-live={isAtEnd.value ? 'polite' : 'off'}
          ref={makeFocusable}
        >
          <p class="day">{turns.value.some(({ kind }) => kind === 'turn') ? words.notice : words.empty}</p>
          <p class="day">{words.welcome(conversation.myName)}</p>
          {turns.value.map((turn) => (
            <TurnView key={keyOf(turn)} turn={turn} conversation={conversation} language={language.value} />
          ))}
        </div>
      </div>
      {fresh.value > 0 && (
        <div class="chat-new">
          <button type="button" class="button button--small" onClick={goToEnd}>
            <Icon name="down" kind="sm" />
            {words.newMessages(fresh.value)}
          </button>
        </div>
      )}
    </>
  );
}

/** What scrolls must be reachable by keyboard; not every browser does that by itself. */
function makeFocusable(log: HTMLElement | null): void {
  if (log !== null) log.tabIndex = 0;
}

/** How many messages of others came since the end was last in view. */
function useFresh({ log }: Conversation, isAtEnd: { readonly value: boolean }) {
  const seen = useSignal<string | null>(null);
  const messages = useComputed(() => log.value.entries.filter((entry) => entry.kind === 'message' && !entry.isMine));
  useSignalEffect(() => {
    const last = messages.value.at(-1);
    if (isAtEnd.value) seen.value = last?.kind === 'message' ? keyOfMessage(last) : null;
  });
  return useComputed(() => {
    const at = messages.value.findLastIndex((entry) => entry.kind === 'message' && keyOfMessage(entry) === seen.value);
    return isAtEnd.value ? 0 : messages.value.length - at - 1;
  });
}

interface TurnProps {
  readonly turn: Turn;
  readonly conversation: Conversation;
  readonly language: Language;
}

function TurnView({ turn, conversation, language }: TurnProps) {
  const words = conversation.words.value;
  if (turn.kind === 'comings') return <p class="day">{comingsText(turn.entry, words)}</p>;
  const { isMine, name, atMs, phase } = turn.first;
  const at = new Date(atMs);
  const isWaiting =
    isMine && !conversation.isReachable.value && turn.messages.some((message) => message.phase === 'sending');
  return (
    <div class={`turn${isMine ? ' turn--mine' : ''}${phase === 'failed' ? ' turn--failed' : ''}`}>
      <p class="turn__meta">
        {!isMine && <b>{name}</b>}
        <time class="num" dateTime={at.toISOString()}>
          {words.time.format(at)}
        </time>
      </p>
      {turn.messages.map((message) => (
        <Bubble key={message.id} message={message} language={language} />
      ))}
      {isWaiting && <p class="turn__wait">{words.waiting}</p>}
      {phase === 'failed' && (
        <p class="turn__fail">
          <Icon name="alert" kind="sm" />
          {words.notSent}
          <button type="button" onClick={() => conversation.retry(turn.first.id)}>
            {words.retry}
          </button>
        </p>
      )}
    </div>
  );
}

function Bubble({ message, language }: { readonly message: MessageEntry; readonly language: Language }) {
  return (
    <div class="bubble" dir="auto" lang={languageOf(message.text, language)}>
      {tokensOf(message.text).map((token, index) =>
        token.kind === 'text' ? (
          token.text
        ) : (
          <a key={index} href={token.text} target="_blank" rel="noopener noreferrer">
            {token.text}
          </a>
        ),
      )}
    </div>
  );
}

function comingsText({ joined, left }: ComingsEntry, words: ChatWords): string {
  const lines = [joined.length > 0 ? words.joined(joined) : '', left.length > 0 ? words.left(left) : ''];
  return lines.filter((line) => line !== '').join(' · ');
}

/** So that a screen reader picks the right voice. */
function languageOf(text: string, pages: Language): Language {
  if (/[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]/.test(text)) return 'ko';
  return /[A-Za-z]/.test(text) ? 'en' : pages;
}

function keyOf(turn: Turn): string {
  return turn.kind === 'turn' ? keyOfMessage(turn.first) : `comings ${turn.entry.atMs}`;
}

function keyOfMessage(message: MessageEntry): string {
  return `${message.from} ${message.id}`;
}
