// The server dies and comes back during a direct call: nobody's picture stops, nobody loses the seat, nothing said is lost.
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { longestGapMs, recordShownFrames, shownFrames } from './harness/frame-times.ts';
import { control, expectOnStage, inviteLink, join, makeRoom, tile } from './harness/person.ts';
import { expectFrames, videoIn } from './harness/picture.ts';
import { openScene } from './harness/scene.ts';
import { until } from './harness/until.ts';

const scene = openScene();

/** A busy machine shows a frame late now and then; a connection that was made anew costs more than a second. */
const unnoticedGapMs = 500;

it('a killed server costs no frame, and what is written meanwhile arrives once', async () => {
  const product = await scene.product();
  const [ana, ben] = await Promise.all([scene.person({ cameras: 'red' }), scene.person({ cameras: 'blue' })]);
  await makeRoom(ana, product.origin, { name: 'Studio' });
  await join(ana, 'Ana');
  await ben.goto(await inviteLink(ana));
  await join(ben, 'Ben');
  await expectFrames(videoIn(tile(ana, 'Ben')));
  await expectFrames(videoIn(tile(ben, 'Ana')));
  const pictures = [tile(ana, 'Ben').locator('video'), tile(ben, 'Ana').locator('video')];
  for (const picture of pictures) await recordShownFrames(picture);
  for (const page of [ana, ben]) await control(page, /^Chat/).click();
  await pause(1_000);

  const killedMs = Date.now();
  await product.kill();
  await ana.getByRole('textbox', { name: 'Message' }).fill('written while it was down');
  await ana.getByRole('button', { name: 'Send' }).click();
  await pause(3_000);
  await product.startAgain();
  const startedMs = Date.now();
  await ben.getByRole('textbox', { name: 'Message' }).fill('and after it was back');
  await ben.getByRole('button', { name: 'Send' }).click();
  await until('both are back in their seats', async () => {
    const told = await Promise.all([ana, ben].map((page) => page.getByText(/Reconnecting/).count()));
    return told.every((count) => count === 0);
  });
  expect(Date.now() - startedMs).toBeLessThan(8_000);
  await pause(6_000);

  for (const page of [ana, ben]) {
    const log = page.getByRole('log', { name: 'Chat messages' });
    expect(await log.getByText('written while it was down', { exact: true }).count()).toBe(1);
    expect(await log.getByText('and after it was back', { exact: true }).count()).toBe(1);
  }
  await expectOnStage(ana, 'Ana (you)', 'Ben');
  await expectOnStage(ben, 'Ana', 'Ben (you)');
  for (const picture of pictures) {
    expect(longestGapMs(await shownFrames(picture), killedMs)).toBeLessThan(unnoticedGapMs);
  }
});
