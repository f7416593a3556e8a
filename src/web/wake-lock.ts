// Keeps the screen on during a call. The system takes the lock back whenever the page is hidden, so it is asked for again.

interface WakeLockPort {
  request(type: 'screen'): Promise<{ release(): Promise<void> }>;
}

type VisibilityPort = Pick<Document, 'visibilityState' | 'addEventListener'>;

/** Returns how to let the screen sleep again (idempotent). Where there is no wake lock, or it is refused, nothing happens. */
export function keepScreenOn(
  wakeLock: WakeLockPort | null = 'wakeLock' in navigator ? navigator.wakeLock : null,
  page: VisibilityPort = document,
): () => void {
  const ended = new AbortController();
  let held: { release(): Promise<void> } | null = null;
  let isAsking = false;

  const letGo = (): void => {
    // Rejects only where the system released it before.
    held?.release().catch(() => undefined);
    held = null;
  };

  const ask = async (): Promise<void> => {
    if (wakeLock === null || isAsking || page.visibilityState !== 'visible') return;
    isAsking = true;
    try {
      letGo();
      held = await wakeLock.request('screen');
    } catch {
      // Battery saver or hidden meanwhile: the next time the page is shown asks again.
    }
    isAsking = false;
    if (ended.signal.aborted) letGo();
  };

  page.addEventListener('visibilitychange', () => void ask(), { signal: ended.signal });
  void ask();
  return () => {
    ended.abort();
    letGo();
  };
}
