// The line above the stage: the room, how long it has been open, and by which way the call goes, always true.
import { callPath } from '#call/state.ts';
import { Mark } from '#ui/brand.tsx';
import { Icon } from '#ui/icon.tsx';
import type { CallSession } from '../../call/call-session.ts';
import { words } from '../../i18n/words.ts';
import { useSeconds } from './viewport.ts';

/** 8:42, 1:08:42. */
export function elapsed(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3_600);
  const rest = `${two(Math.floor((seconds % 3_600) / 60))}:${two(seconds % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}

function Elapsed({ call }: { readonly call: CallSession }) {
  return (
    <span class="banner__time num" role="timer" aria-live="off">
      {elapsed(useSeconds().value - call.state.value.openedAtMs)}
    </span>
  );
}

export function Banner({ call }: { readonly call: CallSession }) {
  const w = words.value;
  const state = call.state.value;
  const path = callPath(state);
  const isCarrying = path !== 'nothing' && path !== 'reconnecting';
  const { path: name, reader } = w.paths[path];
  return (
    <header class="banner" data-region tabIndex={-1}>
      <span class="brand">
        <Mark />
      </span>
      <h1 class="banner__name" title={state.rules.name}>
        {state.rules.name}
      </h1>
      <Elapsed call={call} />
      <span class={`banner__path${isCarrying ? '' : ' banner__path--none'}`} role="status" aria-label={w.call.path}>
        <Icon name="shield" kind="sm" />
        <b>{name}</b>
        {reader && <span class="hide-phone">{reader}</span>}
      </span>
    </header>
  );
}
