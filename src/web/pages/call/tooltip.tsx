// Words over an icon button while it is pointed at or focused by key. Stays under the pointer, goes with Escape (WCAG 1.4.13).
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

const openAfterMs = 400;

/** Calls `open` and `close` as the pointer and the focus come and go; returns how to stop. */
function watch(control: HTMLElement, open: () => void, close: () => void): () => void {
  const ended = new AbortController();
  const { signal } = ended;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const openSoon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(open, openAfterMs);
  };
  const closeNow = (): void => {
    clearTimeout(timer);
    close();
  };
  // Fingers have no hovering, and what they hold down is theirs.
  control.addEventListener('pointerenter', (event) => event.pointerType === 'mouse' && openSoon(), { signal });
  control.addEventListener(
    'focusin',
    ({ target }) => target instanceof Element && target.matches(':focus-visible') && openSoon(),
    { signal },
  );
  control.addEventListener('keydown', (event) => event.key === 'Escape' && closeNow(), { signal });
  for (const event of ['pointerleave', 'pointerdown', 'focusout'] as const)
    control.addEventListener(event, closeNow, { signal });
  return () => {
    clearTimeout(timer);
    ended.abort();
  };
}

export interface TippedProps {
  readonly text: string;
  /** The control's key, as printed on it. */
  readonly hint: string | null;
  readonly children: ComponentChildren;
}

/** The words repeat the accessible name, so they are for the eye only. */
export function Tipped({ text, hint, children }: TippedProps) {
  const element = useRef<HTMLSpanElement>(null);
  const isOpen = useSignal(false);
  useEffect(() => {
    const control = element.current;
    if (control === null) return;
    return watch(
      control,
      () => (isOpen.value = true),
      () => (isOpen.value = false),
    );
  }, [isOpen]);
  return (
    <span class="tipped" ref={element}>
      {children}
      {isOpen.value && (
        <span class="tooltip" aria-hidden="true">
          {text}
          {hint !== null && <span class="kbd">{hint}</span>}
        </span>
      )}
    </span>
  );
}
