// Messages between two members, as they read them.
import { expect, it } from 'vitest';
import { twoInACall } from './harness/calls.ts';
import { chatLog, control, openChat, say } from './harness/person.ts';
import { openScene } from './harness/scene.ts';

const scene = openScene();

it('what one writes the other reads, once, in both directions and in order', async () => {
  const { ana, ben } = await twoInACall(scene);
  await openChat(ana);
  await openChat(ben);
  await say(ana, 'Hello Ben');
  await say(ana, '안녕하세요');
  await chatLog(ben).getByText('안녕하세요', { exact: true }).waitFor();
  await say(ben, 'Hello Ana');
  await chatLog(ana).getByText('Hello Ana', { exact: true }).waitFor();
  for (const page of [ana, ben]) {
    const text = (await chatLog(page).textContent()) ?? '';
    const places = ['Hello Ben', '안녕하세요', 'Hello Ana'].map((message) => text.indexOf(message));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(text.split('Hello Ben')).toHaveLength(2);
  }
});

it('a message is text, whatever it pretends to be', async () => {
  const { ana, ben } = await twoInACall(scene);
  await openChat(ana);
  await openChat(ben);
  await say(ana, '<img src=x onerror=alert(1)> https://madang.example/r/abc입니다');
  await chatLog(ben).getByText('<img src=x').waitFor();
  expect(await chatLog(ben).locator('img').count()).toBe(0);
  expect(await chatLog(ben).getByRole('link').first().getAttribute('href')).toBe('https://madang.example/r/abc');
});

it('who is not looking is told how many messages wait', async () => {
  const { ana, ben } = await twoInACall(scene);
  await openChat(ana);
  await say(ana, 'One');
  await say(ana, 'Two');
  await control(ben, /^Chat, 2 /).click();
  await chatLog(ben).getByText('Two', { exact: true }).waitFor();
  await control(ben, 'Chat').waitFor();
});
