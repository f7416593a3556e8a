// What the pages of one tab share: the toasts and what is being said. Written by these functions only.
import { type ReadonlySignal, signal } from '@preact/signals';
import { createAnnouncer, type Saying, type Urgency } from './announcer.ts';
import { words } from './i18n/words.ts';

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly action: { readonly label: string; readonly run: () => void } | null;
}

const toastMs = 5_000;
const toastsMost = 3;
let lastToastId = 0;
const shownToasts = signal<readonly Toast[]>([]);

export const toasts: ReadonlySignal<readonly Toast[]> = shownToasts;

/** Shows a line over the toolbar for 5 s; the oldest of more than three gives way. Says nothing: see `say`. */
export function showToast(text: string, action: Toast['action'] = null): void {
  lastToastId += 1;
  const id = lastToastId;
  const others = shownToasts.peek().filter((toast) => toast.text !== text);
  shownToasts.value = [...others, { id, text, action }].slice(-toastsMost);
  setTimeout(() => hideToast(id), toastMs);
}

export function hideToast(id: number): void {
  shownToasts.value = shownToasts.peek().filter((toast) => toast.id !== id);
}

const announcer = createAnnouncer(phrase);

function phrase(saying: Saying): string {
  switch (saying.kind) {
    case 'text':
      return saying.text;
    case 'joined':
      return words.peek().call.joined(saying.names);
    case 'left':
      return words.peek().call.left(saying.names);
  }
}

/** The live regions' texts. */
export const regions = announcer.regions;

export function say(saying: Saying, urgency: Urgency = 'polite'): void {
  announcer.say(saying, urgency);
}

/** Says it to assistive technology; `toast` shows it as well. What features are lent as `announce`. */
export function announce(text: string, options: { readonly toast?: boolean; readonly isUrgent?: boolean } = {}): void {
  say({ kind: 'text', text }, options.isUrgent ? 'urgent' : 'polite');
  if (options.toast) showToast(text);
}
