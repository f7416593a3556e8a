// Whose page was closed a while ago: their seat is kept for a minute, their tile is not. A reload is back before.
import { type ReadonlySignal, signal } from '@preact/signals';
import { others } from '#call/state.ts';
import type { MemberId } from '#protocol/ids.ts';
import type { CallSession } from '../../call/call-session.ts';

/** A slow phone reloads within this. */
const reloadsWithinMs = 8_000;

/** Who has been away for so long; ends with `stop`. */
export function watchClosedPages(call: CallSession): {
  readonly closed: ReadonlySignal<ReadonlySet<MemberId>>;
  readonly stop: () => void;
} {
  const closed = signal<ReadonlySet<MemberId>>(new Set());
  const timers = new Map<MemberId, ReturnType<typeof setTimeout>>();

  function forget(member: MemberId): void {
    clearTimeout(timers.get(member));
    timers.delete(member);
    if (closed.peek().has(member)) closed.value = new Set([...closed.peek()].filter((id) => id !== member));
  }

  const stopWatching = call.state.subscribe((state) => {
    const away = new Set(others(state).flatMap(({ id, presence }) => (presence === 'away' ? [id] : [])));
    for (const member of [...timers.keys()]) if (!away.has(member)) forget(member);
    for (const member of away) {
      if (timers.has(member)) continue;
      const hide = () => {
        closed.value = new Set([...closed.peek(), member]);
      };
      timers.set(member, setTimeout(hide, reloadsWithinMs));
    }
  });
  return {
    closed,
    stop() {
      stopWatching();
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
}
