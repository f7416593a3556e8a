// A person with Firefox, driven over WebDriver BiDi. Its fake camera changes colours by itself; only frames are proof.
import { type Browser, launch, type Page } from 'puppeteer-core';
import { findProgram } from './programs.ts';
import { recordConnections } from './rtc-probe.ts';

export interface Firefox {
  readonly browser: Browser;
  readonly page: Page;
  close(): Promise<void>;
}

const preferences = {
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  'media.autoplay.default': 0,
  // Names under .local are looked up by nobody on a machine without mDNS.
  'media.peerconnection.ice.obfuscate_host_addresses': false,
  'intl.accept_languages': 'en-US, en',
};

export async function openFirefox(): Promise<Firefox> {
  const browser = await launch({
    browser: 'firefox',
    executablePath: findProgram('firefox-esr', 'firefox'),
    headless: true,
    extraPrefsFirefox: preferences,
  });
  const page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 720 });
  await page.evaluateOnNewDocument(recordConnections);
  return { browser, page, close: () => browser.close() };
}
