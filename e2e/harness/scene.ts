// What one test opens is closed after it, the last first; of a test that failed, every page leaves a picture.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import type { Page as FirefoxPage } from 'puppeteer-core';
import { afterEach } from 'vitest';
import { type ChromiumOptions, openChromium } from './chromium.ts';
import { openFirefox } from './firefox.ts';
import { openYard, type Yard } from './network.ts';
import { type Product, startProduct } from './product.ts';

const picturesFolder = join('e2e', 'output');

export interface Scene {
  /** A server with nobody on it. */
  product(settings?: Readonly<Record<string, string>>): Promise<Product>;
  /** A fresh person with a browser of their own. */
  person(options: ChromiumOptions, context?: BrowserContextOptions): Promise<Page>;
  firefox(): Promise<FirefoxPage>;
  yard(): Promise<Yard>;
  /** Runs after the test, before what was opened earlier is closed. */
  finally(close: () => unknown): void;
}

/** Call once in a file, outside its tests. */
export function openScene(): Scene {
  const closings: (() => unknown)[] = [];
  const pages: Page[] = [];

  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await takePictures(task.name, pages);
    pages.length = 0;
    for (const close of closings.splice(0).reverse()) await close();
  });

  return {
    async product(settings) {
      const product = await startProduct(settings);
      closings.push(() => product.remove());
      return product;
    },
    async person(options, context) {
      const chromium = await openChromium(options);
      closings.push(() => chromium.close());
      const page = await chromium.newPage(context);
      pages.push(page);
      return page;
    },
    async firefox() {
      const firefox = await openFirefox();
      closings.push(() => firefox.close());
      return firefox.page;
    },
    async yard() {
      const yard = await openYard();
      closings.push(() => yard.remove());
      return yard;
    },
    finally(close) {
      closings.push(close);
    },
  };
}

async function takePictures(test: string, pages: readonly Page[]): Promise<void> {
  mkdirSync(picturesFolder, { recursive: true });
  const name = test.replaceAll(/[^a-z0-9]+/gi, '-').slice(0, 60);
  for (const [number, page] of pages.entries())
    if (!page.isClosed()) await page.screenshot({ path: join(picturesFolder, `${name}-${number + 1}.png`) });
}
