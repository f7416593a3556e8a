// Local and session storage as values, for code that must work without either: private windows and strict settings throw
// on the mere reading of `localStorage`, and a full one throws on writing. Then values live as long as the page.

export type StorageArea = 'local' | 'session';

const prefix = 'madang.';
const instead: Record<StorageArea, Map<string, string>> = { local: new Map(), session: new Map() };

function storageOf(area: StorageArea): Storage | null {
  try {
    return area === 'local' ? globalThis.localStorage : globalThis.sessionStorage;
  } catch {
    return null;
  }
}

/** What was written under `key`, unchecked; null when there is nothing, or nothing readable. */
export function readStorage(area: StorageArea, key: string): unknown {
  try {
    const text = instead[area].get(key) ?? storageOf(area)?.getItem(prefix + key);
    return text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}

export function writeStorage(area: StorageArea, key: string, value: unknown): void {
  const text = JSON.stringify(value);
  try {
    const storage = storageOf(area);
    if (storage) {
      storage.setItem(prefix + key, text);
      instead[area].delete(key);
      return;
    }
  } catch {
    // Full or forbidden: kept below for as long as the page lives.
  }
  instead[area].set(key, text);
}
