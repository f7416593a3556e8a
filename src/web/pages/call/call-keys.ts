// What the call's keys do. Which keys they are is keyboard.ts's and the person's.
import { useEffect } from 'preact/hooks';
import { others } from '#call/state.ts';
import type { CallSession } from '../../call/call-session.ts';
import type { Devices } from '../../devices/devices.ts';
import { words } from '../../i18n/words.ts';
import { keyLabel, keyMap, listenToKeys, type ShortcutAction, usualKeys } from '../../keyboard.ts';
import { settings } from '../../settings.ts';
import { announce, showToast } from '../../store.ts';
import { isOn, toggle } from '../own-devices.ts';
import { togglePanel } from './controls.tsx';

function keysOf(call: CallSession): Readonly<Record<string, string>> {
  const ofFeatures = call.features.value.map((feature) => [feature.name, feature.button.key] as const);
  return { ...usualKeys, ...Object.fromEntries(ofFeatures) };
}

/** The key of an action as it is printed, or null when it has none. */
export function keyHintOf(call: CallSession, action: string): string | null {
  for (const [key, of] of keyMap(settings.value.shortcuts, keysOf(call))) if (of === action) return keyLabel(key);
  return null;
}

function sayState(call: CallSession, devices: Devices): void {
  const state = call.state.peek();
  const speaking = others(state).filter((member) => call.speaking.peek().has(member.id));
  const text = words.peek().call.state({
    people: state.members.length,
    speaking: speaking.map((member) => member.name),
    microphone: isOn(devices.microphone.peek()),
    camera: isOn(devices.camera.peek()),
  });
  announce(text);
  showToast(text);
}

function toggleFullScreen(): void {
  const change = document.fullscreenElement
    ? document.exitFullscreen()
    : document.documentElement.requestFullscreen?.();
  // Refused inside frames that do not allow it: the call goes on as it is.
  change?.catch(() => undefined);
}

/** F6: the next part of the page that is there now, round and round. */
function focusRegion(step: 1 | -1): void {
  const regions = Array.from(document.querySelectorAll<HTMLElement>('[data-region]'));
  const now = regions.findIndex((region) => region.contains(document.activeElement));
  const target = regions.at((now < 0 ? (step > 0 ? 0 : -1) : now + step) % regions.length);
  const stop = target?.querySelector<HTMLElement>('[role="toolbar"] [tabindex="0"]');
  (stop ?? target)?.focus();
}

export interface CallKeys {
  readonly call: CallSession;
  readonly devices: Devices;
  readonly onHelp: () => void;
}

function actions({ call, devices, onHelp }: CallKeys): Readonly<Record<ShortcutAction, () => void>> {
  return {
    microphone: () => toggle(devices, 'microphone'),
    camera: () => toggle(devices, 'camera'),
    talk: () => devices.setWanted('microphone', true),
    people: () => togglePanel(call, 'people'),
    'full-screen': toggleFullScreen,
    'speak-state': () => sayState(call, devices),
    help: onHelp,
  };
}

export function useCallKeys(keys: CallKeys): void {
  const { call, devices, onHelp } = keys;
  useEffect(() => {
    const ended = new AbortController();
    const named: Readonly<Record<string, () => void>> = actions({ call, devices, onHelp });
    // Space opens the microphone only where it was closed, and closes only what it opened.
    let isTalking = false;
    listenToKeys(
      {
        keys: () => keyMap(settings.peek().shortcuts, keysOf(call)),
        act: (action, phase) => {
          if (action === 'talk') {
            if (phase === 'up' && isTalking) devices.setWanted('microphone', false);
            isTalking = phase === 'down' && !devices.microphone.peek().isWanted;
            if (isTalking) devices.setWanted('microphone', true);
            return;
          }
          const run = named[action];
          if (run) run();
          else togglePanel(call, action);
        },
        region: focusRegion,
      },
      ended.signal,
    );
    return () => ended.abort();
  }, [call, devices, onHelp]);
}
