// The same call in Korean and on a phone.
import { expect, it } from 'vitest';
import { twoInACall } from './harness/calls.ts';
import { control, expectOnStage, tile } from './harness/person.ts';
import { expectPicture, videoIn } from './harness/picture.ts';
import { openScene } from './harness/scene.ts';

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

const scene = openScene();

it('a browser that prefers Korean gets a Korean page, from the front page into the call', async () => {
  const { product, link } = await twoInACall(scene);
  const minji = await scene.person({ cameras: 'green' }, { locale: 'ko-KR' });
  await minji.goto(product.origin);
  await minji.getByRole('button', { name: /방/ }).first().waitFor();
  expect(await minji.locator('html').getAttribute('lang')).toBe('ko');
  await minji.goto(link);
  await minji.getByRole('textbox').first().fill('민지');
  await minji.locator('form button[type=submit]').click();
  await minji.getByRole('group', { name: 'Ana', exact: true }).waitFor();
  // Everything that is shown or spoken, labels included.
  expect(await minji.locator('body').ariaSnapshot()).not.toMatch(/\b(?:Mute|Leave|Chat|Settings|Camera)\b/);
});

it('on a phone the call fits the screen, and every control can be reached', async () => {
  const { ana, ben } = await twoInACall(scene, { bensContext: phone });
  await expectPicture(videoIn(tile(ben, 'Ana')), 'red');
  await expectOnStage(ben, 'Ana', 'Ben (you)');
  const width = await ben.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(phone.viewport.width);
  for (const name of ['Mute microphone', 'Turn camera off', 'Chat', 'Leave']) {
    const box = await control(ben, name).boundingBox();
    expect((box?.x ?? Infinity) + (box?.width ?? 0)).toBeLessThanOrEqual(phone.viewport.width);
    expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44);
  }
  await expectPicture(videoIn(tile(ana, 'Ben')), 'blue');
});
