// Where a message is written: Enter sends and Shift+Enter breaks the line, on touch Enter breaks; never in the middle of
// a syllable that is being composed.
import { useComputed } from '@preact/signals';
import type { TargetedEvent, TargetedKeyboardEvent } from 'preact';
import { useId, useRef } from 'preact/hooks';
import { limits } from '#protocol/limits.ts';
import { FieldError } from '#ui/field.tsx';
import { Icon } from '#ui/icon.tsx';
import { graphemesUpTo } from '../messages.ts';
import { type Conversation, isTooLong } from './conversation.ts';

/** Safari ends the composition before it reports the Enter that ended it. */
const compositionEchoMs = 30;
/** The composing key of browsers that do not say `isComposing` (UI Events section 7.3). */
const composingKeyCode = 229;
const rowsMax = 5;
/** From here on the count is shown. */
const nearLimit = limits.chatGraphemes - 200;

export function Composer({ conversation }: { readonly conversation: Conversation }) {
  const words = conversation.words.value;
  const draft = useComputed(() => conversation.log.value.draft);
  const field = useRef<HTMLTextAreaElement>(null);
  const composedAtMs = useRef(Number.NEGATIVE_INFINITY);
  const countId = useId();
  // Graphemes are never more than code units: short drafts are not counted.
  const count = draft.value.length < nearLimit ? 0 : graphemesUpTo(draft.value, limits.chatChars);
  const tooLong = isTooLong(draft.value.trim());

  function send(): void {
    conversation.send();
    field.current?.focus();
  }

  function onKeyDown(event: TargetedKeyboardEvent<HTMLTextAreaElement>): void {
    if (event.key !== 'Enter' || event.shiftKey || isTouch()) return;
    const isEcho = event.timeStamp - composedAtMs.current < compositionEchoMs;
    if (event.isComposing || keyCodeOf(event) === composingKeyCode || isEcho) return;
    event.preventDefault();
    send();
  }

  return (
    <div class="panel__foot">
      {tooLong && <FieldError id={countId} text={words.tooLong(limits.chatGraphemes)} />}
      {!tooLong && count >= nearLimit && (
        <p class="composer__count" id={countId}>
          {words.characters(count, limits.chatGraphemes)}
        </p>
      )}
      <form
        class="composer"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <textarea
          ref={field}
          class="input"
          rows={Math.min(rowsMax, draft.value.split('\n').length)}
          aria-label={words.message}
          aria-invalid={tooLong ? true : undefined}
          aria-describedby={count >= nearLimit ? countId : undefined}
          placeholder={words.placeholder}
          enterkeyhint={isTouch() ? 'enter' : 'send'}
          value={draft.value}
          onInput={(event: TargetedEvent<HTMLTextAreaElement>) => conversation.setDraft(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onCompositionEnd={(event) => {
            composedAtMs.current = event.timeStamp;
          }}
        />
        <button type="submit" class="button button--primary" aria-label={words.send}>
          <Icon name="send" />
        </button>
      </form>
    </div>
  );
}

/** Deprecated, and still the only sign that Safari gives of an Enter that ends a composition. */
function keyCodeOf(event: KeyboardEvent): unknown {
  return Reflect.get(event, 'keyCode');
}

function isTouch(): boolean {
  return matchMedia('(hover: none) and (pointer: coarse)').matches;
}
