// Asynchronous steps one after the other, in the order they came, so that a fast one does not overtake a slow one.

export interface SerialLine {
  /** False, and not done, when too many wait already. A step that throws is reported as any uncaught bug; those after it go on. */
  add(step: () => Promise<void>): boolean;
}

export function createSerialLine(waitingMax: number): SerialLine {
  let waiting = 0;
  let last: Promise<void> = Promise.resolve();

  async function after(before: Promise<void>, step: () => Promise<void>): Promise<void> {
    await before;
    try {
      await step();
    } catch (bug) {
      queueMicrotask(() => {
        throw bug;
      });
    }
    waiting -= 1;
  }

  return {
    add(step) {
      if (waiting >= waitingMax) return false;
      waiting += 1;
      last = after(last, step);
      return true;
    },
  };
}
