// A seat is one person's, whatever happens to their page: reloads, second tabs, full rooms.
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { twoInACall } from './harness/calls.ts';
import {
  alert,
  askToJoin,
  control,
  expectOnStage,
  inviteLink,
  join,
  makeRoom,
  namesOnStage,
  stage,
  tile,
} from './harness/person.ts';
import { expectPicture, videoIn } from './harness/picture.ts';
import { openScene } from './harness/scene.ts';

const scene = openScene();

it('a reload keeps seat, name and host role, and the others never see a second tile', async () => {
  const { ana, ben } = await twoInACall(scene);
  const seen = new Set<string>();
  const watching = new AbortController();
  const watched = (async () => {
    while (!watching.signal.aborted) {
      seen.add([...(await namesOnStage(ben))].sort().join());
      await pause(50);
    }
  })();
  await ana.reload();
  await stage(ana).waitFor();
  await expectPicture(videoIn(tile(ben, 'Ana')), 'red');
  await expectPicture(videoIn(tile(ana, 'Ben')), 'blue');
  await control(ana, 'People').click();
  await ana
    .getByRole('list', { name: 'People' })
    .getByRole('listitem')
    .filter({ hasText: 'Ana' })
    .getByText('Host')
    .waitFor();
  watching.abort();
  await watched;
  expect([...seen]).toEqual(['Ana,Ben (you)']);
});

it('the same person in two tabs has one seat, and can take it back', async () => {
  const { ana, ben, link } = await twoInACall(scene);
  const second = await ana.context().newPage();
  await second.goto(link);
  await second.getByRole('button', { name: /^Join/ }).or(stage(second)).first().waitFor();
  if (!(await stage(second).isVisible())) await join(second, 'Ana');
  await ana.getByText('This call moved to another tab.').waitFor();
  await expectPicture(videoIn(tile(ben, 'Ana')), 'red');
  await expectOnStage(ben, 'Ana', 'Ben (you)');

  await ana.getByRole('button', { name: 'Use it here' }).click();
  await second.getByText('This call moved to another tab.').waitFor();
  await expectPicture(videoIn(tile(ana, 'Ben')), 'blue');
  await expectOnStage(ben, 'Ana', 'Ben (you)');
});

it('a full room refuses in words', async () => {
  const { link } = await twoInACall(scene, { room: { seats: 2 } });
  const cem = await scene.person({ cameras: 'green' });
  await cem.goto(link);
  await askToJoin(cem, 'Cem');
  await alert(cem, 'This room is full (2 of 2).').waitFor();
});

it('a link with a wrong secret and a link to nowhere say the same', async () => {
  const product = await scene.product();
  const ana = await scene.person({ cameras: 'red' });
  await makeRoom(ana, product.origin, { name: 'Studio' });
  await join(ana, 'Ana');
  const link = await inviteLink(ana);
  const texts: string[] = [];
  for (const wrong of [link.replace(/#.{4}/, '#AAAA'), link.replace(/\/r\/.{4}/, '/r/AAAA')]) {
    const page = await (await ana.context().browser()?.newContext({ locale: 'en-US' }))?.newPage();
    if (page === undefined) throw new Error('No page.');
    await page.goto(wrong);
    await page.getByText("We can't find that room.").waitFor();
    texts.push((await page.locator('main').textContent()) ?? '');
  }
  expect(texts[0]).toBe(texts[1]);
});
