// Two Chromiums with the film as camera, one a person. Product and floor are opened in the same two, one after the other.
import { type Browser, chromium, type Page } from 'playwright-core';
import { findProgram } from '../e2e/harness/programs.ts';
import { recordConnections } from '../e2e/harness/rtc-probe.ts';
import { makeFilm } from './film.ts';

export interface OneBrowser {
  /** On the command line of its first process. */
  readonly mark: string;
  /** A page of a fresh person: nothing kept, connections recorded. Close its context to be rid of it. */
  newPage(): Promise<Page>;
}

export interface TwoBrowsers {
  readonly ana: OneBrowser;
  readonly ben: OneBrowser;
  close(): Promise<void>;
}

export async function openTwoBrowsers(): Promise<TwoBrowsers> {
  const film = makeFilm();
  const opened: Browser[] = [];
  async function open(name: string): Promise<OneBrowser> {
    const mark = `--madang-bench=${name}-${process.pid}`;
    const browser = await chromium.launch({
      executablePath: findProgram('chromium', 'chromium-browser', 'google-chrome'),
      args: [
        mark,
        '--use-fake-ui-for-media-stream',
        '--use-fake-device-for-media-stream',
        `--use-file-for-fake-video-capture=${film.file}`,
        '--autoplay-policy=no-user-gesture-required',
      ],
    });
    opened.push(browser);
    return {
      mark,
      async newPage() {
        const context = await browser.newContext({ locale: 'en-US', viewport: { width: 1280, height: 720 } });
        await context.addInitScript(recordConnections);
        return context.newPage();
      },
    };
  }
  return {
    ana: await open('ana'),
    ben: await open('ben'),
    async close() {
      for (const browser of opened) await browser.close();
      film.remove();
    },
  };
}
