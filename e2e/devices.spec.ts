// Cameras and microphones that are not there or not given: joining goes on where the room allows, in words where not.
import { it } from 'vitest';
import { alert, askToJoin, expectOnStage, inviteLink, join, makeRoom, tile } from './harness/person.ts';
import { expectPicture, videoIn } from './harness/picture.ts';
import { openScene } from './harness/scene.ts';

const scene = openScene();

it.each([
  ['who has no devices', 'none'],
  ['who says no to the browser', 'denied'],
] as const)('somebody %s joins to listen, sees and is seen by name', async (_who, cameras) => {
  const product = await scene.product();
  const [ana, ben] = await Promise.all([scene.person({ cameras: 'red' }), scene.person({ cameras })]);
  await makeRoom(ana, product.origin, { name: 'Studio' });
  await join(ana, 'Ana');
  await ben.goto(await inviteLink(ana));
  await ben.getByRole('button', { name: 'Join to listen' }).waitFor();
  await join(ben, 'Ben');
  await expectOnStage(ana, 'Ana (you)', 'Ben');
  await expectPicture(videoIn(tile(ben, 'Ana')), 'red');
});

it('a room that needs a microphone says so to somebody without one', async () => {
  const product = await scene.product();
  const ana = await scene.person({ cameras: 'none' });
  await makeRoom(ana, product.origin, { name: 'Choir', devices: 'Microphone' });
  await askToJoin(ana, 'Ana');
  await alert(ana, 'This room needs a microphone.').waitFor();
});
