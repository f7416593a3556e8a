// Three people, each connected to each: everybody sees everybody, and nobody sends more than a phone can.
import { expect, it } from 'vitest';
import { twoInACall } from './harness/calls.ts';
import { expectOnStage, join, tile } from './harness/person.ts';
import { expectPicture, videoIn } from './harness/picture.ts';
import { sent } from './harness/rtc-probe.ts';
import { openScene } from './harness/scene.ts';

const scene = openScene();

it('three people see each other, each link at most 360 lines high', async () => {
  const { ana, ben, link } = await twoInACall(scene);
  const cem = await scene.person({ cameras: 'green' });
  await cem.goto(link);
  await join(cem, 'Cem');
  await expectOnStage(cem, 'Ana', 'Ben', 'Cem (you)');
  const sights = [
    [ana, { Ben: 'blue', Cem: 'green' }],
    [ben, { Ana: 'red', Cem: 'green' }],
    [cem, { Ana: 'red', Ben: 'blue' }],
  ] as const;
  for (const [page, others] of sights)
    for (const [name, colour] of Object.entries(others)) await expectPicture(videoIn(tile(page, name)), colour, 20_000);
  for (const page of [ana, ben, cem]) {
    const videos = (await sent(page)).filter(({ kind, packetsSent }) => kind === 'video' && packetsSent > 0);
    expect(videos).toHaveLength(2);
    for (const { frameHeight } of videos) expect(frameHeight).toBeLessThanOrEqual(360);
  }
});
