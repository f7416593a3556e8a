// What happens around the page and matters to a call: the network comes back, the machine wakes, the page is closed.

/** Calls at most once for what happens within this time: browsers tell one change several times. */
const onceWithinMs = 300;

/** The system says that there is a network again or another one; returns how to stop listening. */
export function whenNetworkReturns(receive: () => void): () => void {
  const ended = new AbortController();
  let timer: ReturnType<typeof setTimeout> | null = null;
  const listen = (): void => {
    timer ??= setTimeout(() => {
      timer = null;
      if (!ended.signal.aborted) receive();
    }, onceWithinMs);
  };
  window.addEventListener('online', listen, { signal: ended.signal });
  // Not in every browser (W3C Network Information); where it is missing `online` and the watchdog do.
  const connection = 'connection' in navigator ? navigator.connection : null;
  if (connection instanceof EventTarget) connection.addEventListener('change', listen, { signal: ended.signal });
  return () => {
    ended.abort();
    if (timer !== null) clearTimeout(timer);
  };
}

/** The page is closed or reloaded, or comes back from the browser's cache of pages; returns how to stop listening. */
export function whenPageGoes(tell: (presence: 'away' | 'here') => void): () => void {
  const ended = new AbortController();
  window.addEventListener('pagehide', () => tell('away'), { signal: ended.signal });
  window.addEventListener(
    'pageshow',
    ({ persisted }) => {
      if (persisted) tell('here');
    },
    { signal: ended.signal },
  );
  return () => ended.abort();
}
