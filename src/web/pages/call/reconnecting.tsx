// The ladder on the screen: nothing, a thin line, a dialog.
import { useEffect, useRef } from 'preact/hooks';
import { callPath } from '#call/state.ts';
import { Dialog } from '#ui/dialog.tsx';
import type { CallSession } from '../../call/call-session.ts';
import { words } from '../../i18n/words.ts';
import { say } from '../../store.ts';
import { type Rung, rungOf } from './ladder.ts';
import { useSeconds } from './viewport.ts';

function useRung(call: CallSession): Rung {
  const nowMs = useSeconds().value;
  const state = call.state.value;
  const path = callPath(state);
  // Links change their phase on the way down; what counts is when the last picture went.
  const mediaAwaySinceMs = useRef<number | null>(null);
  if (path !== 'reconnecting') mediaAwaySinceMs.current = null;
  else mediaAwaySinceMs.current ??= performance.now();
  const { signaling } = state;
  return rungOf({
    serverAwayMs: signaling.phase === 'down' ? nowMs - signaling.sinceMs : null,
    mediaAwayMs: mediaAwaySinceMs.current === null ? null : nowMs - mediaAwaySinceMs.current,
    isMediaAlive: path === 'direct' || path === 'relayed' || path === 'server',
    retryInMs: signaling.phase === 'down' && signaling.retryAtMs !== null ? signaling.retryAtMs - nowMs : null,
  });
}

function Thin({ text, call }: { readonly text: string; readonly call: CallSession }) {
  return (
    <div class="thin">
      <span class="pulse" aria-hidden="true" />
      {text}
      <button type="button" class="text-button" onClick={() => call.reconnectNow()}>
        {words.value.tryAgain}
      </button>
    </div>
  );
}

export function Reconnecting({ call }: { readonly call: CallSession }) {
  const w = words.value.call;
  const rung = useRung(call);
  const { kind } = rung;
  const before = useRef<Rung['kind']>('none');
  useEffect(() => {
    if (kind === before.current) return;
    const text = kind === 'none' ? w.back : kind === 'server-away' ? w.serverAway : w.reconnecting;
    // The dialog speaks for itself.
    if (kind !== 'lost') say({ kind: 'text', text }, 'urgent');
    before.current = kind;
  }, [kind, w]);
  switch (rung.kind) {
    case 'none':
      return null;
    case 'server-away':
      return <Thin text={w.serverAway} call={call} />;
    case 'reconnecting':
      return <Thin text={w.reconnecting} call={call} />;
    case 'lost':
      return (
        <Dialog labelledBy="lost" role="alertdialog">
          <h2 id="lost" class="num">
            {w.lost(rung.retryInSeconds)}
          </h2>
          <p>{w.lostText}</p>
          <div class="dialog__actions">
            <button type="button" class="button button--primary" onClick={() => call.reconnectNow()}>
              {words.value.tryAgain}
            </button>
            <button type="button" class="button button--plain button--leave" onClick={() => call.leave()}>
              {w.leave}
            </button>
          </div>
        </Dialog>
      );
  }
}
