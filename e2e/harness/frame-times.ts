// When a video element showed its frames: the only honest measure of a gap.
import type { Locator } from 'playwright-core';

declare global {
  interface Window {
    shownAt?: number[];
  }
}

/** From now on the page notes when this video shows a frame, in milliseconds since 1970. */
export async function recordShownFrames(video: Locator): Promise<void> {
  await video.evaluate((element) => {
    if (!(element instanceof HTMLVideoElement)) throw new Error('not a video');
    const shownAt: number[] = [];
    window.shownAt = shownAt;
    const note = (): void => {
      shownAt.push(Date.now());
      element.requestVideoFrameCallback(note);
    };
    element.requestVideoFrameCallback(note);
  });
}

export async function shownFrames(video: Locator): Promise<readonly number[]> {
  return video.page().evaluate(() => window.shownAt ?? []);
}

/** The longest time without a frame that ended after `sinceMs` (milliseconds since 1970), up to now. */
export function longestGapMs(shownAt: readonly number[], sinceMs: number): number {
  const moments = [...shownAt.filter((at) => at > sinceMs), Date.now()];
  const before = shownAt.findLast((at) => at <= sinceMs) ?? sinceMs;
  return Math.max(...moments.map((at, index) => at - (moments[index - 1] ?? before)));
}
