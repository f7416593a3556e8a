// The harness itself, on a page without a product: what it measures is really there, and gone when it is gone.
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { connectBarePages, serveBarePage } from './harness/bare-call.ts';
import { expectFrames, expectPicture, framesDecoded, videoIn, videoInFirefox } from './harness/picture.ts';
import { findProgram } from './harness/programs.ts';
import { packetsReceived, packetsSent } from './harness/rtc-probe.ts';
import { openScene } from './harness/scene.ts';
import { until } from './harness/until.ts';

const scene = openScene();

async function openBareServer() {
  const server = await serveBarePage();
  scene.finally(() => server.close());
  return server;
}

describe('two bare pages in two browsers', () => {
  it('see each other in their own colours and hear each other', async () => {
    const server = await openBareServer();
    const [ana, ben] = [await scene.person({ cameras: 'red' }), await scene.person({ cameras: 'blue' })];
    for (const page of [ana, ben]) await page.goto(`http://localhost:${server.port}`);
    await connectBarePages(ana, ben);

    await expectPicture(videoIn(ana.locator('body')), 'blue');
    await expectPicture(videoIn(ben.locator('body')), 'red');
    expect(await packetsSent(ana, 'audio')).toBeGreaterThan(0);
    expect(await packetsReceived(ben, 'audio')).toBeGreaterThan(0);
    await expect(expectPicture(videoIn(ana.locator('body')), 'green', 1_000)).rejects.toThrow(
      'Expected green; saw blue',
    );
  });

  it('see each other when one of them is Firefox', async () => {
    const server = await openBareServer();
    const ana = await scene.person({ cameras: 'red' });
    const ben = await scene.firefox();
    for (const page of [ana, ben]) await page.goto(`http://localhost:${server.port}`);
    await connectBarePages(ana, ben);

    await expectFrames(videoIn(ana.locator('body')));
    await expectPicture(videoInFirefox(ben, 'video'), 'red');
  });

  it('lose each other while one house is cut off, and only then', async () => {
    const yard = await scene.yard();
    const server = await openBareServer();
    const url = `http://${yard.address}:${server.port}`;
    const house = await yard.addHouse();
    const through = house.starterOf(findProgram('chromium'));
    const ana = await scene.person({ cameras: 'red', trusted: url });
    const ben = await scene.person({ cameras: 'blue', trusted: url, through });
    for (const page of [ana, ben]) await page.goto(url);
    await connectBarePages(ana, ben);
    await expectPicture(videoIn(ana.locator('body')), 'blue');

    await house.cutOff();
    await pause(500);
    const cut = await framesDecoded(videoIn(ana.locator('body')));
    await pause(1_500);
    expect(await framesDecoded(videoIn(ana.locator('body')))).toEqual(cut);
    await house.reconnect();
    await until('frames come again', async () => {
      return ((await framesDecoded(videoIn(ana.locator('body'))))?.frames ?? 0) > (cut?.frames ?? 0) + 5;
    });
  });
});
