// Every screen, in both languages and both themes, without a serious finding of axe.
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { words as chatWords } from '../src/features/chat/web/words.ts';
import { en } from '../src/web/i18n/en.ts';
import { ko } from '../src/web/i18n/ko.ts';
import { openScene } from './harness/scene.ts';

const scene = openScene();

/** What axe calls serious or critical, with the place where it is. */
async function seriousFindings(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}

describe.each([
  ['English', 'en-US', en, chatWords.en],
  ['Korean', 'ko-KR', ko, chatWords.ko],
] as const)('in %s', (_language, locale, words, chat) => {
  it.each(['light', 'dark'] as const)('every screen on the way through a call, %s', async (colorScheme) => {
    const product = await scene.product();
    const page = await scene.person({ cameras: 'red' }, { locale, colorScheme, reducedMotion: 'reduce' });
    const found: Record<string, readonly string[]> = {};
    const look = async (screen: string) => {
      found[screen] = await seriousFindings(page);
    };
    const field = (name: string) => page.getByRole('textbox', { name, exact: true });
    const button = (name: string) => page.getByRole('button', { name, exact: true });

    await page.goto(`${product.origin}/nowhere`);
    await page.getByText(words.system.notFound).waitFor();
    await look('not found');
    await page.goto(product.origin);
    await page.getByText(words.home.noRooms).waitFor();
    await look('home');
    await button(words.home.start).click();
    await field(words.form.name).fill('Studio');
    await look('start a room');
    await button(words.form.create).click();
    // The front page has a field of the same name.
    await page.getByRole('heading', { name: 'Studio' }).waitFor();
    await field(words.name.label).fill('Ana');
    await button(words.gate.join).waitFor();
    await look('before joining');
    await button(words.gate.join).click();
    await page.getByRole('region', { name: words.call.stage, exact: true }).waitFor();
    await look('alone in the call');
    await button(words.call.people).click();
    await look('people');
    await button(chat.title).click();
    await field(chat.message).fill('Hello https://madang.example');
    await button(chat.send).click();
    await look('chat');
    await button(words.call.settings).click();
    await page.getByRole('dialog').waitFor();
    await look('settings');
    await page.keyboard.press('Escape');
    await button(words.call.leave).click();
    await button(words.left.rejoin).waitFor();
    await look('left');

    expect(found).toEqual(Object.fromEntries(Object.keys(found).map((screen) => [screen, []])));
  });
});
