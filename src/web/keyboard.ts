// The call's keys: which key does what, when a key press is not for us, and holding to talk. Knows actions, not what they do.
import { isComposing } from '#ui/composing.ts';
import type { Settings } from './settings.ts';

export const shortcutActions = [
  'microphone',
  'camera',
  'talk',
  'people',
  'full-screen',
  'speak-state',
  'help',
] as const;
export type ShortcutAction = (typeof shortcutActions)[number];

/** As in other calls: M and V (Jitsi, Element Call), Space held (Zoom, Meet), P, F, ?. */
export const usualKeys: Readonly<Record<ShortcutAction, string>> = {
  microphone: 'KeyM',
  camera: 'KeyV',
  talk: 'Space',
  people: 'KeyP',
  'full-screen': 'KeyF',
  'speak-state': 'KeyI',
  help: 'Shift+Slash',
};

/** A key as it is kept and compared: `event.code`, so that it is the same key on a Hangul layout. */
export function keyOf(event: KeyboardEvent): string {
  return event.shiftKey ? `Shift+${event.code}` : event.code;
}

/** As it is printed on the key, as far as `event.code` tells. */
export function keyLabel(key: string): string {
  if (key === 'Shift+Slash') return '?';
  return key.replace('Key', '').replace('Digit', '').replace('Shift+', '⇧').replace('Arrow', '');
}

/** Key to action, with the person's own keys in place of the usual ones; nothing while shortcuts are off. */
export function keyMap(
  settings: Settings['shortcuts'],
  usual: Readonly<Record<string, string>>,
): ReadonlyMap<string, string> {
  if (!settings.isOn) return new Map();
  const pairs = Object.entries(usual).flatMap(([action, key]) => {
    const own = settings.keys[action];
    const chosen = own === undefined ? key : own;
    return chosen === null ? [] : [[chosen, action] as const];
  });
  return new Map(pairs);
}

const typing = 'input:not([type="checkbox"]), textarea, select, [contenteditable=""], [contenteditable="true"]';
const ownKeys = '[role="listbox"], [role="menu"], [role="slider"], [role="radiogroup"], [type="radio"], dialog';

/** The key belongs to what has the focus: writing, a list, a menu, a dialog. */
function isForFocus(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(`${typing}, ${ownKeys}`) !== null;
}

function isPressable(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('button, a, summary, [type="checkbox"]') !== null;
}

export interface KeyListener {
  /** Read at every press. */
  readonly keys: () => ReadonlyMap<string, string>;
  /** `up` comes only for `talk`. */
  readonly act: (action: string, phase: 'down' | 'up') => void;
  /** F6 and Shift+F6. */
  readonly region: (step: 1 | -1) => void;
}

/** Hears the keys of the whole page until `signal` is aborted. */
export function listenToKeys({ keys, act, region }: KeyListener, signal: AbortSignal): void {
  let talkKey: string | null = null;
  const stopTalking = (): void => {
    if (talkKey === null) return;
    talkKey = null;
    act('talk', 'up');
  };

  function onKeyDown(event: KeyboardEvent): void {
    if (isComposing(event) || event.repeat || event.defaultPrevented) return;
    if (event.code === 'F6' && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      region(event.shiftKey ? -1 : 1);
      return;
    }
    const always = alwaysAction(event);
    if (always !== null) {
      event.preventDefault();
      act(always, 'down');
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || isForFocus(event.target)) return;
    const action = keys().get(keyOf(event));
    if (action === undefined) return;
    if (event.code === 'Space' && isPressable(event.target)) return;
    event.preventDefault();
    if (action === 'talk') talkKey = event.code;
    act(action, 'down');
  }

  function onKeyUp(event: KeyboardEvent): void {
    if (event.code === talkKey) stopTalking();
  }

  addEventListener('keydown', onKeyDown, { signal });
  addEventListener('keyup', onKeyUp, { signal });
  // A key that is let go elsewhere is never heard: nobody may be left talking unawares.
  addEventListener('blur', stopTalking, { signal });
  document.addEventListener('visibilitychange', stopTalking, { signal });
  signal.addEventListener('abort', stopTalking);
}

/** Ctrl or Command with D and E act also while writing (as in Google Meet). */
function alwaysAction(event: KeyboardEvent): ShortcutAction | null {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return null;
  if (event.target instanceof Element && event.target.closest('dialog')) return null;
  if (event.code === 'KeyD') return 'microphone';
  return event.code === 'KeyE' ? 'camera' : null;
}
