// A member's network goes dark for a while: how soon the picture is back, both ways, and that nobody leaves the room.
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { longestGapMs, recordShownFrames, shownFrames } from './harness/frame-times.ts';
import { expectOnStage, inviteLink, join, makeRoom, tile } from './harness/person.ts';
import { expectFrames, videoIn } from './harness/picture.ts';
import { findProgram } from './harness/programs.ts';
import { openScene } from './harness/scene.ts';
import { until } from './harness/until.ts';

const scene = openScene();
const chromium = findProgram('chromium');

/** PRODUCT: the picture is back within 1.5 s of the network. */
const backWithinMs = 1_500;

async function firstFrameAfter(video: ReturnType<typeof tile>, momentMs: number): Promise<number> {
  return until('the picture is back', async () => (await shownFrames(video)).find((at) => at > momentMs), 20_000);
}

async function twoHouses() {
  const [product, yard] = await Promise.all([scene.product(), scene.yard()]);
  const [left, right] = [await yard.addHouse(), await yard.addHouse()];
  const origin = `http://${yard.address}:${product.port}`;
  const people = [left, right].map((house) =>
    scene.person({ cameras: house === left ? 'red' : 'blue', through: house.starterOf(chromium), trusted: origin }),
  );
  const [ana, ben] = (await Promise.all(people)) as [Page, Page];
  await makeRoom(ana, origin, { name: 'Studio' });
  await join(ana, 'Ana');
  await ben.goto(await inviteLink(ana));
  await join(ben, 'Ben');
  const [benAtAna, anaAtBen] = [tile(ana, 'Ben').locator('video'), tile(ben, 'Ana').locator('video')];
  await expectFrames(videoIn(tile(ana, 'Ben')));
  await expectFrames(videoIn(tile(ben, 'Ana')));
  await Promise.all([recordShownFrames(benAtAna), recordShownFrames(anaAtBen)]);
  await pause(3_000);
  return { ana, ben, benHouse: right, benAtAna, anaAtBen };
}

it.each([3, 8])('after %s s without a network the picture is back within 1.5 s', async (seconds) => {
  const { ana, ben, benHouse, benAtAna, anaAtBen } = await twoHouses();
  await benHouse.cutOff();
  await pause(seconds * 1_000);
  await benHouse.reconnect();
  const returnedMs = Date.now();
  const back = await Promise.all([firstFrameAfter(benAtAna, returnedMs), firstFrameAfter(anaAtBen, returnedMs)]);
  console.log(
    seconds,
    's blackout: picture back after',
    back.map((at) => at - returnedMs),
    'ms; gaps',
    longestGapMs(await shownFrames(benAtAna), returnedMs - 9_000),
  );
  await expectOnStage(ana, 'Ana (you)', 'Ben');
  await expectOnStage(ben, 'Ana', 'Ben (you)');
  expect(Math.max(...back) - returnedMs).toBeLessThanOrEqual(backWithinMs);
});
