// When a video element showed its frames, noted on the page itself: the only honest measure of a gap.
import * as v from 'valibot';
import type { VideoOnPage } from './picture.ts';

declare global {
  interface HTMLVideoElement {
    notedFramesMs?: number[];
  }
}

/** From now on the page notes when this element shows a frame. */
export async function noteFrames(video: VideoOnPage): Promise<void> {
  await framesShown(video);
}

/** When frames were shown since the first call for this element, in milliseconds since 1970. */
export async function framesShown(video: VideoOnPage): Promise<readonly number[]> {
  return v.parse(v.array(v.number()), JSON.parse(await video.evaluate(readNoted)));
}

/** The longest time without a frame that ended after `sinceMs` (milliseconds since 1970), up to now. */
export async function longestGapMs(video: VideoOnPage, sinceMs: number): Promise<number> {
  const shown = await framesShown(video);
  const moments = [...shown.filter((at) => at > sinceMs), Date.now()];
  const before = shown.findLast((at) => at <= sinceMs) ?? sinceMs;
  return Math.max(...moments.map((at, index) => at - (moments[index - 1] ?? before)));
}

/** In the page. An element that has taken another's place is noted from now on. */
function readNoted(element: Element): string {
  if (!(element instanceof HTMLVideoElement)) throw new Error('Not a video.');
  if (element.notedFramesMs === undefined) {
    const noted: number[] = [];
    const note = () => {
      noted.push(Date.now());
      element.requestVideoFrameCallback(note);
    };
    element.notedFramesMs = noted;
    element.requestVideoFrameCallback(note);
  }
  return JSON.stringify(element.notedFramesMs);
}
