// From the press on Join to the first frame of the other person, beside two bare pages with devices and socket open that
// only have to connect. One person waits inside; the other comes in anew for every measurement.
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { control, inviteLink, join, makeRoom, stage } from '../e2e/harness/person.ts';
import { type Product, startProduct } from '../e2e/harness/product.ts';
import { until } from '../e2e/harness/until.ts';
import { type BareHouse, openBareHouse } from './floor/bare-house.ts';
import { standBy } from './floor/bare-page.ts';
import { recordJoin, stages } from './join-marks.ts';
import { measureInTurn, quantile, spreadOf } from './ratios.ts';
import { report } from './report.ts';
import { type OneBrowser, openTwoBrowsers } from './two-browsers.ts';

const pairs = 25;
const warmUps = 3;
/** Between being ready and the press: nobody presses in the same moment. */
const thinkMs = 700;

type Marks = Readonly<Record<string, number>>;

it('joining is nearly as quick as two bare pages', async () => {
  const product = await startProduct();
  const house = await openBareHouse();
  const browsers = await openTwoBrowsers();
  const marks: Record<'ours' | 'floor', Marks[]> = { ours: [], floor: [] };
  try {
    const link = await waitInside(browsers.ana, product);
    await standByIn(await browsers.ana.newPage(), house);
    const measured = await measureInTurn({
      pairs,
      warmUps,
      ours: async () => keep(marks.ours, await joinOurs(browsers.ben, link)),
      floor: async () => keep(marks.floor, await callBare(browsers.ben, house)),
    });
    const { median, least, most } = spreadOf(measured.ratios);
    const [ours, floor] = [[...measured.ours], [...measured.floor]].map((times) => times.sort((a, b) => a - b));
    const missed = report(
      'join',
      [
        { what: 'press to first frame, ours by bare pages', unit: '×', value: median, range: [least, most], goal: 1.3 },
        timeFigure('median, ours', ours ?? [], 0.5),
        timeFigure('median, bare pages', floor ?? [], 0.5),
        timeFigure('95 of 100, ours', ours ?? [], 0.95),
        timeFigure('95 of 100, bare pages', floor ?? [], 0.95),
        ...stages.flatMap((name) => [stageFigure('ours', name), stageFigure('floor', name)]),
      ],
      { pairs, ...measured, marks },
    );
    expect(missed).toEqual([]);
  } finally {
    await browsers.close();
    house.close();
    await product.remove();
  }

  function stageFigure(side: 'ours' | 'floor', name: string) {
    const times = marks[side].slice(warmUps).flatMap((one) => one[name] ?? []);
    return timeFigure(
      `  until "${name}", ${side === 'ours' ? 'ours' : 'bare pages'}`,
      times.sort((a, b) => a - b),
      0.5,
    );
  }
});

function timeFigure(what: string, sorted: readonly number[], share: number) {
  return { what, unit: 'ms', value: quantile(sorted, share), goal: null };
}

function keep(list: Marks[], marks: Marks): number {
  list.push(marks);
  return marks['frame'] ?? Number.NaN;
}

/** The first person, in a room of ours; resolves with the link to it. */
async function waitInside(browser: OneBrowser, product: Product): Promise<string> {
  const page = await browser.newPage();
  await makeRoom(page, product.origin, { name: 'Studio' });
  await join(page, 'Ana');
  return inviteLink(page);
}

async function standByIn(page: Page, house: BareHouse): Promise<void> {
  await page.goto(house.origin);
  const { socketUrl } = house;
  await page.evaluate(standBy, { socketUrl, videoBitsPerSecond: 2_000_000, audioBitsPerSecond: 32_000 });
}

async function joinOurs(browser: OneBrowser, link: string): Promise<Marks> {
  const page = await browser.newPage();
  await page.addInitScript(recordJoin, 'fieldset[aria-label="Ana"] video');
  await page.goto(link);
  await page.getByRole('textbox', { name: 'Your name' }).fill('Ben');
  await isPlaying(page, 'video');
  await page.waitForTimeout(thinkMs);
  await page.getByRole('button', { name: /^Join/ }).click();
  await stage(page).waitFor();
  const marks = await firstFrame(page);
  await control(page, 'Leave').click();
  await stage(page).waitFor({ state: 'detached' });
  await page.context().close();
  return marks;
}

async function callBare(browser: OneBrowser, house: BareHouse): Promise<Marks> {
  const page = await browser.newPage();
  await page.addInitScript(recordJoin, '#far');
  await standByIn(page, house);
  await isPlaying(page, '#own');
  await page.waitForTimeout(thinkMs);
  await page.getByRole('button', { name: 'Call' }).click();
  const marks = await firstFrame(page);
  await page.context().close();
  return marks;
}

async function isPlaying(page: Page, selector: string): Promise<void> {
  await until('the own picture is shown', () =>
    page.evaluate((video) => (document.querySelector<HTMLVideoElement>(video)?.videoWidth ?? 0) > 0, selector),
  );
}

function firstFrame(page: Page): Promise<Marks> {
  return until('the other person is seen', async () => {
    const marks = await page.evaluate(() => window.joinMarks);
    return marks?.['frame'] !== undefined && marks;
  });
}
