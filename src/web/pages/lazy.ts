// Parts that are fetched when they are first needed.
import { useEffect, useState } from 'preact/hooks';

/** The module, or null until it is here. `load` must stay the same function. A part that cannot be fetched stays away: the page goes on without it. */
export function useLazy<T extends object>(load: () => Promise<T>): T | null {
  const [part, setPart] = useState<T | null>(null);
  useEffect(() => {
    let isHere = true;
    load().then(
      (loaded) => isHere && setPart(loaded),
      () => undefined,
    );
    return () => {
      isHere = false;
    };
  }, [load]);
  return part;
}
