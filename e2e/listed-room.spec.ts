// A room on the front page: found, counted live, entered by its name.
import { it } from 'vitest';
import { expectOnStage, join, makeRoom, tile } from './harness/person.ts';
import { expectPicture, videoIn } from './harness/picture.ts';
import { openScene } from './harness/scene.ts';

const scene = openScene();

it('a listed room is found on the front page, counted live, and entered from there', async () => {
  const product = await scene.product();
  const [ana, ben] = await Promise.all([scene.person({ cameras: 'red' }), scene.person({ cameras: 'blue' })]);
  await ben.goto(product.origin);
  const rooms = ben.getByRole('list', { name: 'Open rooms' });
  await makeRoom(ana, product.origin, { name: 'Village hall', isListed: true, seats: 4 });
  await join(ana, 'Ana');
  const hall = rooms.getByRole('listitem').filter({ hasText: 'Village hall' });
  await hall.getByText('1 of 4').waitFor();

  await hall.getByRole('link', { name: 'Village hall' }).click();
  await join(ben, 'Ben');
  await expectOnStage(ana, 'Ana (you)', 'Ben');
  await expectPicture(videoIn(tile(ben, 'Ana')), 'red');

  const cem = await scene.person({ cameras: 'none' });
  await cem.goto(product.origin);
  await cem.getByRole('list', { name: 'Open rooms' }).getByText('2 of 4').waitFor();
});
