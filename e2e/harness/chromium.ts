// One person's Chromium: a browser of its own, because the picture of a fake camera belongs to the whole browser.
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import type { Colour } from './colours.ts';
import { makeFakeMedia } from './fake-media.ts';
import { findProgram } from './programs.ts';
import { recordConnections } from './rtc-probe.ts';

/** `three`: Chromium's own, all green; the second is monochrome and gives a call nothing. `none`: the machine has no devices. `denied`: the person said no. */
export type Cameras = Colour | 'three' | 'none' | 'denied';

export interface ChromiumOptions {
  readonly cameras: Cameras;
  /** Program to start instead of Chromium itself; it must hand its arguments on. */
  readonly through?: string;
  /** An http: origin that counts as safe, as localhost does. */
  readonly trusted?: string;
}

/** For one step of a person; two busy cores are slow. */
const patienceMs = 15_000;

export interface Chromium {
  readonly browser: Browser;
  /** A page of a fresh person: nothing kept, connections recorded. */
  newPage(options?: BrowserContextOptions): Promise<Page>;
  close(): Promise<void>;
}

export async function openChromium({ cameras, through, trusted }: ChromiumOptions): Promise<Chromium> {
  const devices = fakeDevices(cameras);
  const args = [...devices.args, '--autoplay-policy=no-user-gesture-required'];
  // Names under .local cannot be looked up from one network namespace in another.
  if (through !== undefined) args.push('--disable-features=WebRtcHideLocalIpsWithMdns');
  if (trusted !== undefined) args.push(`--unsafely-treat-insecure-origin-as-secure=${trusted}`);
  const executablePath = through ?? findProgram('chromium', 'chromium-browser', 'google-chrome');
  const browser = await chromium.launch({ executablePath, args });
  return {
    browser,
    async newPage(options = {}) {
      const context = await browser.newContext({ locale: 'en-US', ...options });
      context.setDefaultTimeout(patienceMs);
      await context.addInitScript(recordConnections);
      return context.newPage();
    },
    async close() {
      await browser.close();
      devices.remove();
    },
  };
}

function fakeDevices(cameras: Cameras): { readonly args: string[]; readonly remove: () => void } {
  const remove = () => undefined;
  const allow = '--use-fake-ui-for-media-stream';
  switch (cameras) {
    case 'none':
      return { args: [allow], remove };
    case 'denied':
      return { args: ['--deny-permission-prompts', '--use-fake-device-for-media-stream'], remove };
    case 'three':
      return { args: [allow, '--use-fake-device-for-media-stream=device-count=3,fps=15'], remove };
    case 'red':
    case 'yellow':
    case 'green':
    case 'blue':
    case 'magenta': {
      const media = makeFakeMedia(cameras);
      return {
        args: [
          allow,
          '--use-fake-device-for-media-stream',
          `--use-file-for-fake-video-capture=${media.videoFile}`,
          `--use-file-for-fake-audio-capture=${media.audioFile}`,
        ],
        remove: () => media.remove(),
      };
    }
  }
}
