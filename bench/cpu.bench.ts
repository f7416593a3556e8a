// CPU of both browsers in a call of two, beside the same two streams in plain video elements of the same size on bare
// pages with one peer connection each.
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { inviteLink, join, makeRoom, tile } from '../e2e/harness/person.ts';
import { type Product, startProduct } from '../e2e/harness/product.ts';
import { received, sent } from '../e2e/harness/rtc-probe.ts';
import { until } from '../e2e/harness/until.ts';
import { film } from './film.ts';
import { type BareHouse, openBareHouse } from './floor/bare-house.ts';
import { standBy } from './floor/bare-page.ts';
import { between, type CpuSeconds, cpuSeconds, total } from './process-cpu.ts';
import { measureInTurn, spreadOf } from './ratios.ts';
import { type Figure, report } from './report.ts';
import { openTwoBrowsers, type TwoBrowsers } from './two-browsers.ts';

const pairs = 5;
/** Until the estimate of the network has settled and the encoders with it. */
const settleMs = 8_000;
const measureMs = 20_000;
/** What the product allows one camera and one microphone of a call of two. */
const encoding = { videoBitsPerSecond: 2_000_000, audioBitsPerSecond: 32_000 };

/** Where a page shows a video, in CSS pixels. */
interface Place {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

interface Places {
  readonly far: Place;
  readonly own: Place;
}

/** A stretch of a call: what it cost and what came through meanwhile, so that both did the same work. */
interface Stretch {
  readonly cpu: CpuSeconds;
  readonly frames: number;
  readonly kilobits: number;
  readonly height: number;
}

it('a call costs little more CPU than its two streams', async () => {
  const product = await startProduct();
  const house = await openBareHouse();
  const browsers = await openTwoBrowsers();
  const stretches: Record<'ours' | 'floor', Stretch[]> = { ours: [], floor: [] };
  let places: readonly Places[] = [];
  const costOf = (side: 'ours' | 'floor', stretch: Stretch): number => {
    stretches[side].push(stretch);
    return total(stretch.cpu);
  };
  try {
    const { ratios } = await measureInTurn({
      pairs,
      warmUps: 0,
      ours: async () => {
        const pages = await callOurs(browsers, product);
        places = await Promise.all(pages.map((page, side) => placesIn(page, side === 0 ? 'Ben' : 'Ana')));
        return costOf('ours', await measure(browsers, pages));
      },
      floor: async () => costOf('floor', await measure(browsers, await callBare(browsers, house, places))),
    });
    expect(report('cpu', figuresOf(ratios, stretches), { places, ratios, ...readable(stretches) })).toEqual([]);
  } finally {
    await browsers.close();
    house.close();
    await product.remove();
  }
});

function figuresOf(ratios: readonly number[], { ours, floor }: Record<'ours' | 'floor', readonly Stretch[]>): Figure[] {
  const figure = (what: string, unit: string, numbers: readonly number[], goal: number | null = null): Figure => {
    const { median, least, most } = spreadOf(numbers);
    return { what, unit, value: median, range: [least, most], goal };
  };
  const both = (what: string, unit: string, read: (stretch: Stretch) => number): Figure[] => [
    figure(`${what}, ours`, unit, ours.map(read)),
    figure(`${what}, bare pages`, unit, floor.map(read)),
  ];
  const cores = (seconds: number) => seconds / (measureMs / 1_000);
  const kinds = ['renderer', 'gpu-process', 'utility', 'browser'];
  return [
    figure('CPU of both browsers, ours by bare pages', '×', ratios, 1.1),
    ...both('CPU', 'cores', ({ cpu }) => cores(total(cpu))),
    ...kinds.flatMap((kind) => both(`  ${kind}`, 'cores', ({ cpu }) => cores(cpu.get(kind) ?? 0))),
    ...both('frames decoded a second and side', 'fps', ({ frames }) => frames),
    ...both('video sent a side', 'kbit/s', ({ kilobits }) => kilobits),
    ...both('height sent', 'px', ({ height }) => height),
  ];
}

function readable(stretches: Record<'ours' | 'floor', readonly Stretch[]>) {
  const plain = (stretch: Stretch) => ({ ...stretch, cpu: Object.fromEntries(stretch.cpu) });
  return { film, ours: stretches.ours.map(plain), floor: stretches.floor.map(plain) };
}

async function callOurs(browsers: TwoBrowsers, product: Product): Promise<readonly Page[]> {
  const [ana, ben] = [await browsers.ana.newPage(), await browsers.ben.newPage()];
  await makeRoom(ana, product.origin, { name: 'Studio' });
  await join(ana, 'Ana');
  await ben.goto(await inviteLink(ana));
  await join(ben, 'Ben');
  await tile(ana, 'Ben').locator('video').waitFor();
  await tile(ben, 'Ana').locator('video').waitFor();
  return [ana, ben];
}

async function placesIn(page: Page, other: string): Promise<Places> {
  const [far, own] = await Promise.all(
    [tile(page, other), page.locator('fieldset[aria-label$="(you)"]')].map((one) => one.locator('video').boundingBox()),
  );
  if (!far || !own) throw new Error('A video is not shown.');
  return { far: placeOf(far), own: placeOf(own) };
}

function placeOf({ x, y, width, height }: { x: number; y: number; width: number; height: number }): Place {
  return { left: x, top: y, width, height };
}

async function callBare(browsers: TwoBrowsers, house: BareHouse, places: readonly Places[]): Promise<readonly Page[]> {
  const pages = [await browsers.ana.newPage(), await browsers.ben.newPage()];
  for (const [side, page] of pages.entries()) {
    await page.goto(house.origin);
    for (const [id, place] of Object.entries(places[side] ?? {})) await page.evaluate(putVideo, { id, place });
    await page.evaluate(standBy, { socketUrl: house.socketUrl, ...encoding });
  }
  await pages[1]?.getByRole('button', { name: 'Call' }).click();
  return pages;
}

/** In the page. */
function putVideo({ id, place }: { readonly id: string; readonly place: Place }): void {
  const style = document.getElementById(id)?.style;
  for (const [property, pixels] of Object.entries(place)) style?.setProperty(property, `${pixels}px`);
}

/** Waits until both sides see each other, measures, and leaves. */
async function measure({ ana, ben }: TwoBrowsers, pages: readonly Page[]): Promise<Stretch> {
  const marks = [ana.mark, ben.mark];
  await until('both see each other', async () => {
    const decoded = await Promise.all(pages.map(framesDecoded));
    return decoded.every((frames) => frames > 0);
  });
  await pause(settleMs);
  const [framesBefore, bytesBefore, cpuBefore] = [
    await sumOf(framesDecoded),
    await sumOf(videoBytes),
    cpuSeconds(marks),
  ];
  await pause(measureMs);
  const [cpuAfter, framesAfter, bytesAfter] = [cpuSeconds(marks), await sumOf(framesDecoded), await sumOf(videoBytes)];
  const heights = await Promise.all(
    pages.map(async (page) => Math.max(...(await videosSent(page)).map((one) => one.frameHeight))),
  );
  for (const page of pages) await page.context().close();
  const perSideAndSecond = pages.length * (measureMs / 1_000);
  return {
    cpu: between(cpuBefore, cpuAfter),
    frames: (framesAfter - framesBefore) / perSideAndSecond,
    kilobits: ((bytesAfter - bytesBefore) * 8) / 1_000 / perSideAndSecond,
    height: Math.min(...heights),
  };

  async function sumOf(read: (page: Page) => Promise<number>): Promise<number> {
    return (await Promise.all(pages.map(read))).reduce((sum, number) => sum + number, 0);
  }
}

async function framesDecoded(page: Page): Promise<number> {
  return (await received(page)).reduce((sum, { framesDecoded: frames }) => sum + frames, 0);
}

async function videoBytes(page: Page): Promise<number> {
  return (await videosSent(page)).reduce((sum, { bytesSent }) => sum + bytesSent, 0);
}

async function videosSent(page: Page) {
  return (await sent(page)).filter(({ kind }) => kind === 'video');
}
