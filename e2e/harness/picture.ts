// Proof that a video element shows a certain member now: new frames are decoded, and they have the member's colour.
import type { Locator } from 'playwright-core';
import type { Page } from 'puppeteer-core';
import * as v from 'valibot';
import { type Colour, colourOf } from './colours.ts';
import { type Evaluates, received } from './rtc-probe.ts';
import { until } from './until.ts';

/** A video element on a page of any browser; only text comes out. */
export interface VideoOnPage {
  readonly page: Evaluates;
  evaluate(inPage: (element: Element) => string): Promise<string>;
}

/** The only video inside what is located. */
export function videoIn(place: Locator): VideoOnPage {
  const video = place.locator('video');
  return { page: place.page(), evaluate: (inPage) => video.evaluate(inPage) };
}

export function videoInFirefox(page: Page, selector: string): VideoOnPage {
  return { page, evaluate: (inPage) => page.$eval(selector, inPage) };
}

const Rgb = v.tuple([v.number(), v.number(), v.number()]);

/** Fewer could be what was left in a buffer. */
const provingFrames = 5;

/** Waits until the video plays frames received just now, whatever they show. */
export async function expectFrames(video: VideoOnPage, timeoutMs = 15_000): Promise<void> {
  const before = await until('the video has a track', () => framesDecoded(video), timeoutMs);
  await until(
    'new frames are decoded',
    async () => ((await framesDecoded(video))?.frames ?? 0) >= before.frames + provingFrames,
    timeoutMs,
  );
}

/** Waits until the video plays frames received just now, in the member's colour. */
export async function expectPicture(video: VideoOnPage, colour: Colour | 'grey', timeoutMs = 15_000): Promise<void> {
  const seen = { colour: 'nothing', frames: 0 };
  try {
    const before = await until('the video has a track', () => framesDecoded(video), timeoutMs);
    await until(
      `the video shows ${colour}`,
      async () => {
        const now = (await framesDecoded(video)) ?? before;
        seen.frames = now.frames - (now.track === before.track ? before.frames : 0);
        seen.colour = (await colourShown(video)) ?? 'another colour';
        return seen.frames >= provingFrames && seen.colour === colour;
      },
      timeoutMs,
    );
  } catch (error) {
    throw new Error(`Expected ${colour}; saw ${seen.colour}, ${seen.frames} new frames.`, { cause: error });
  }
}

/** Frames of the received track that the element plays; null while it plays none. */
export async function framesDecoded(video: VideoOnPage): Promise<{ track: string; frames: number } | null> {
  const track = await video.evaluate(liveTrackOf);
  const stream = (await received(video.page)).find(({ trackIdentifier }) => trackIdentifier === track);
  return stream === undefined ? null : { track, frames: stream.framesDecoded };
}

/** Mean colour of what the element shows now. */
export async function colourShown(video: VideoOnPage): Promise<Colour | 'grey' | null> {
  return colourOf(v.parse(Rgb, JSON.parse(await video.evaluate(meanColourOf))));
}

/** In the page. */
function liveTrackOf(element: Element): string {
  const stream =
    element instanceof HTMLVideoElement && element.srcObject instanceof MediaStream ? element.srcObject : null;
  return stream?.getVideoTracks().find(({ readyState }) => readyState === 'live')?.id ?? '';
}

/** In the page. */
function meanColourOf(element: Element): string {
  const [width, height] = [32, 18];
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const paper = canvas.getContext('2d', { willReadFrequently: true });
  if (paper === null || !(element instanceof HTMLVideoElement)) return '[0,0,0]';
  paper.drawImage(element, 0, 0, width, height);
  const { data } = paper.getImageData(0, 0, width, height);
  const means = [0, 0, 0];
  for (const [at, value] of data.entries())
    if (at % 4 < 3) means[at % 4] = (means[at % 4] ?? 0) + value / (width * height);
  return JSON.stringify(means);
}
