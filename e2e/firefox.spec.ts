// Chromium with Firefox: the same call in two makers' browsers.
import type { Page } from 'puppeteer-core';
import { it } from 'vitest';
import { control, expectOnStage, inviteLink, join, makeRoom, say, tile } from './harness/person.ts';
import { expectFrames, expectPicture, videoIn, videoInFirefox } from './harness/picture.ts';
import { openScene } from './harness/scene.ts';

const scene = openScene();

/** As `join` for Chromium; puppeteer finds by accessible name too. */
async function joinInFirefox(page: Page, name: string): Promise<void> {
  await page.locator('aria/Your name[role="textbox"]').fill(name);
  await page.locator('aria/Join[role="button"]').click();
  await page.locator('aria/Stage').wait();
}

it('somebody with Chromium and somebody with Firefox see each other and write to each other', async () => {
  const product = await scene.product();
  const [ana, ben] = [await scene.person({ cameras: 'red' }), await scene.firefox()];
  await makeRoom(ana, product.origin, { name: 'Studio' });
  await join(ana, 'Ana');
  await ben.goto(await inviteLink(ana));
  await joinInFirefox(ben, 'Ben');

  await expectOnStage(ana, 'Ana (you)', 'Ben');
  await expectFrames(videoIn(tile(ana, 'Ben')));
  await expectPicture(videoInFirefox(ben, '[aria-label="Ana"] video'), 'red');

  await control(ana, /^Chat/).click();
  await say(ana, 'Hello Firefox');
  await ben.locator('aria/Chat, 1 unread').click();
  await ben.locator('::-p-text(Hello Firefox)').wait();
});
