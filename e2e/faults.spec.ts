// What goes wrong around a call and must not end it: the server, the network.
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { twoInACall } from './harness/calls.ts';
import { chatLog, expectOnStage, inviteLink, join, makeRoom, openChat, say, tile } from './harness/person.ts';
import { expectPicture, framesDecoded, type VideoOnPage, videoIn } from './harness/picture.ts';
import { findProgram } from './harness/programs.ts';
import { openScene } from './harness/scene.ts';
import { until } from './harness/until.ts';

/** Between looks at the frame count; the fake cameras show 15 frames a second. */
const lookMs = 200;
/** So long without a frame is a freeze that somebody notices. */
const freezeMs = 1_000;

const scene = openScene();

/** Looks at a video all the time; `stop` gives the longest time without a new frame, in milliseconds. */
function watchGaps(video: VideoOnPage): { stop(): Promise<number> } {
  const watching = new AbortController();
  const longest = (async () => {
    let frames = 0;
    let lastMs = performance.now();
    let longestMs = 0;
    while (!watching.signal.aborted) {
      await pause(lookMs);
      const now = (await framesDecoded(video))?.frames ?? 0;
      longestMs = Math.max(longestMs, performance.now() - lastMs);
      if (now > frames) lastMs = performance.now();
      frames = now;
    }
    return longestMs;
  })();
  return {
    stop() {
      watching.abort();
      return longest;
    },
  };
}

it('a server that is killed and started again costs no frame, no seat and no message', async () => {
  const { product, ana, ben } = await twoInACall(scene);
  await openChat(ana);
  await openChat(ben);
  const video = videoIn(tile(ana, 'Ben'));
  await expectPicture(video, 'blue');

  const gaps = watchGaps(video);
  await product.kill();
  await say(ben, 'Still here?');
  await pause(3_000);
  await product.startAgain();
  await chatLog(ana).getByText('Still here?', { exact: true }).waitFor();
  await expectPicture(videoIn(tile(ben, 'Ana')), 'red');
  // Members are back in their seats when somebody new meets them there.
  const cem = await scene.person({ cameras: 'green' });
  await cem.goto(await ana.evaluate(() => location.href));

  expect(await gaps.stop()).toBeLessThan(freezeMs);
  await expectOnStage(ana, 'Ana (you)', 'Ben');
  await expectOnStage(ben, 'Ana', 'Ben (you)');
  expect((await chatLog(ana).textContent())?.split('Still here?')).toHaveLength(2);
});

it.each([3_000, 8_000])('after %i ms without a network the picture is back within 1.5 s', async (blackoutMs) => {
  const yard = await scene.yard();
  const product = await scene.product();
  const origin = `http://${yard.address}:${product.port}`;
  const house = await yard.addHouse();
  const through = house.starterOf(findProgram('chromium'));
  const ana = await scene.person({ cameras: 'red', trusted: origin });
  const ben = await scene.person({ cameras: 'blue', trusted: origin, through });
  await makeRoom(ana, origin, { name: 'Studio' });
  await join(ana, 'Ana');
  await ben.goto(await inviteLink(ana));
  await join(ben, 'Ben');
  const [seenByAna, seenByBen] = [videoIn(tile(ana, 'Ben')), videoIn(tile(ben, 'Ana'))];
  await expectPicture(seenByAna, 'blue');
  await expectPicture(seenByBen, 'red');

  await house.cutOff();
  await pause(blackoutMs);
  const before = { ana: await framesDecoded(seenByAna), ben: await framesDecoded(seenByBen) };
  const backMs = performance.now();
  await house.reconnect();
  await until(
    'new frames are seen on both sides',
    async () => {
      const [atAna, atBen] = [await framesDecoded(seenByAna), await framesDecoded(seenByBen)];
      return (atAna?.frames ?? 0) > (before.ana?.frames ?? 0) && (atBen?.frames ?? 0) > (before.ben?.frames ?? 0);
    },
    10_000,
  );
  expect(performance.now() - backMs).toBeLessThan(1_500);
  await expectOnStage(ana, 'Ana (you)', 'Ben');
});
