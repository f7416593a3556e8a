// A call of two, in two real browsers: what each sends and sees, by decoded frames and counted packets.
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { twoInACall } from './harness/calls.ts';
import { control, expectOnStage, expectPath, join, makeRoom, tile } from './harness/person.ts';
import { expectPicture, videoIn } from './harness/picture.ts';
import { labelsSent, packetsReceived, packetsSent } from './harness/rtc-probe.ts';
import { openScene } from './harness/scene.ts';
import { until } from './harness/until.ts';

/** Long enough for dozens of packets, had there been any. */
const silenceMs = 2_000;

const scene = openScene();

it('two people see each other in the right places and hear each other', async () => {
  const { ana, ben } = await twoInACall(scene);
  await expectPicture(videoIn(tile(ana, 'Ben')), 'blue');
  await expectPicture(videoIn(tile(ben, 'Ana')), 'red');
  await expectOnStage(ana, 'Ana (you)', 'Ben');
  await expectOnStage(ben, 'Ana', 'Ben (you)');
  for (const page of [ana, ben]) {
    await until('sound arrives', async () => (await packetsReceived(page, 'audio')) > 10);
    await expectPath(page, 'Direct');
  }
});

it('somebody alone sends nothing, and is told so', async () => {
  const product = await scene.product();
  const ana = await scene.person({ cameras: 'red' });
  await makeRoom(ana, product.origin, { name: 'Studio' });
  await join(ana, 'Ana');
  await expectPath(ana, 'Nothing is sent yet');
  expect(await packetsSent(ana, 'video')).toBe(0);
});

it('nothing of a muted microphone is sent, and the other one sees that it is muted', async () => {
  const { ana, ben } = await twoInACall(scene);
  await until('Ben hears Ana', async () => (await packetsReceived(ben, 'audio')) > 10);
  await control(ana, 'Mute microphone').click();
  await control(ana, 'Unmute microphone').waitFor();
  await tile(ben, 'Ana').getByRole('img', { name: 'Muted' }).waitFor();
  await pause(500);
  const before = await packetsSent(ana, 'audio');
  await pause(silenceMs);
  expect(await packetsSent(ana, 'audio')).toBe(before);

  await control(ana, 'Unmute microphone').click();
  await until('Ana is heard again', async () => (await packetsSent(ana, 'audio')) > before + 10);
});

it('a camera that is off sends nothing and comes back under the same name', async () => {
  const { ana, ben } = await twoInACall(scene);
  await expectPicture(videoIn(tile(ben, 'Ana')), 'red');
  await control(ana, 'Turn camera off').click();
  await control(ana, 'Turn camera on').waitFor();
  await until('Ben no longer sees a video', async () => (await tile(ben, 'Ana').locator('video').count()) === 0);
  await pause(500);
  const before = await packetsSent(ana, 'video');
  await pause(silenceMs);
  expect(await packetsSent(ana, 'video')).toBe(before);

  await control(ana, 'Turn camera on').click();
  await expectPicture(videoIn(tile(ben, 'Ana')), 'red');
});

it('another camera is seen by the other one without a new negotiation', async () => {
  const { ana, ben } = await twoInACall(scene, { anasCameras: 'three' });
  await expectPicture(videoIn(tile(ben, 'Ana')), 'green');
  const descriptions = await ana.evaluate(() => window.recordedConnections?.map((c) => c.localDescription?.sdp));
  await ana.getByRole('button', { name: 'Camera options' }).click();
  await ana.getByRole('menuitemradio', { name: 'fake_device_2' }).click();
  await until('the other camera is sent', async () => (await labelsSent(ana)).includes('fake_device_2'));
  expect(await labelsSent(ana)).not.toContain('fake_device_0');
  await expectPicture(videoIn(tile(ben, 'Ana')), 'green');
  expect(await ana.evaluate(() => window.recordedConnections?.map((c) => c.localDescription?.sdp))).toEqual(
    descriptions,
  );
});

it('somebody who leaves is gone from the stage and may come back', async () => {
  const { ana, ben } = await twoInACall(scene);
  await control(ben, 'Leave').click();
  await ben.getByRole('heading', { name: 'You left Studio' }).waitFor();
  await expectOnStage(ana, 'Ana (you)');
  await ben.getByRole('button', { name: 'Rejoin' }).click();
  await ben
    .getByRole('region', { name: 'Stage', exact: true })
    .or(ben.getByRole('button', { name: /^Join/ }))
    .waitFor();
  if (await ben.getByRole('button', { name: /^Join/ }).isVisible()) await join(ben, 'Ben');
  await expectPicture(videoIn(tile(ana, 'Ben')), 'blue');
  await expectPicture(videoIn(tile(ben, 'Ana')), 'red');
});
