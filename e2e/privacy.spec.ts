// Nothing leaves for anywhere else, and a link's secret leaves for nowhere at all.
import { expect, it } from 'vitest';
import { chatLog, expectOnStage, inviteLink, join, makeRoom, openChat, say } from './harness/person.ts';
import { openScene } from './harness/scene.ts';
import { until } from './harness/until.ts';

const scene = openScene();

it('a whole call asks no other origin for anything, and never says the secret of its link', async () => {
  const product = await scene.product();
  const [ana, ben] = await Promise.all([scene.person({ cameras: 'red' }), scene.person({ cameras: 'blue' })]);
  const asked: string[] = [];
  const said: string[] = [];
  for (const page of [ana, ben]) {
    page.context().on('request', (request) => {
      asked.push(request.url());
      said.push(request.url(), request.postData() ?? '', JSON.stringify(request.headers()));
    });
    page.on('websocket', (socket) => {
      asked.push(socket.url().replace(/^ws/, 'http'));
      socket.on('framesent', ({ payload }) => said.push(payload.toString()));
    });
  }
  await makeRoom(ana, product.origin, { name: 'Studio' });
  await join(ana, 'Ana');
  const link = await inviteLink(ana);
  await ben.goto(link);
  await join(ben, 'Ben');
  await expectOnStage(ana, 'Ana (you)', 'Ben');
  await openChat(ana);
  await openChat(ben);
  await say(ana, 'Between us');
  await chatLog(ben).getByText('Between us', { exact: true }).waitFor();

  const secret = new URL(link).hash.slice(1);
  expect(secret).toMatch(/^[\w-]{22}$/);
  expect(asked.filter((url) => new URL(url).origin !== product.origin && !url.startsWith('blob:'))).toEqual([]);
  expect(said.filter((text) => text.includes(secret) || text.includes('Between us'))).toEqual([]);
  expect(ben.url()).not.toContain(secret);
  expect(await ben.title()).not.toContain(secret);
  expect(product.log()).not.toContain(secret);
  expect(product.log()).not.toMatch(/Ana|Ben|Studio/);
  await until('the socket was watched', () => said.some((text) => text.includes('room:join')));
});
