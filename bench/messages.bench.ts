// What joining costs on the wire: messages and bytes from the load of the page to being in the call, by real pages, and
// what each person inside hears of it. Rooms of two, three and four: more than that a direct call does not carry.
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { openChromium } from '../e2e/harness/chromium.ts';
import { expectOnStage, inviteLink, join, makeRoom } from '../e2e/harness/person.ts';
import { startProduct } from '../e2e/harness/product.ts';
import { received } from '../e2e/harness/rtc-probe.ts';
import { until } from '../e2e/harness/until.ts';
import { type Figure, report } from './report.ts';
import { tapWire, type WireTap } from './wire-tap.ts';

const names = ['Ana', 'Ben', 'Cho', 'Dan'] as const;
const upMost = 4;
const downMost = 5;
/** Without a message for so long the join is over. */
const quietMs = 1_500;

it('joining says little, whatever the size of the room', async () => {
  const product = await startProduct();
  const chromium = await openChromium({ cameras: 'red' });
  const inside: { readonly page: Page; readonly tap: WireTap }[] = [];
  const figures: Figure[] = [];
  const details: unknown[] = [];
  try {
    let link = '';
    for (const [number, name] of names.entries()) {
      const page = await chromium.newPage();
      const tap = tapWire(page);
      for (const other of inside) other.tap.reset();
      if (number === 0) {
        await makeRoom(page, product.origin, { name: 'Studio' });
        await join(page, name);
        link = await inviteLink(page);
      } else {
        await page.goto(link);
        await join(page, name);
        await expectOnStage(page, ...names.slice(0, number), `${name} (you)`);
        await seesEverybody(page, number);
      }
      inside.push({ page, tap });
      await isQuiet(inside.map((person) => person.tap));
      if (number === 0) continue;
      const others = inside.slice(0, number).map((person) => person.tap);
      figures.push(...figuresOf(number + 1, tap, others));
      details.push({ people: number + 1, up: tap.up, down: tap.down, others: others.map(({ up, down }) => ({ up, down })) });
    }
    expect(report('messages', figures, details)).toEqual([]);
  } finally {
    await chromium.close();
    await product.remove();
  }
});

function figuresOf(people: number, { up, down }: WireTap, others: readonly WireTap[]): Figure[] {
  const room = `room of ${people}`;
  const shown = (what: string, unit: string, value: number, goal: number | null = null) => ({ what, unit, value, goal });
  const mostOf = (read: (tap: WireTap) => number) => Math.max(...others.map(read));
  return [
    shown(`${room}: messages up`, 'msg', up.said.messages, upMost),
    shown(`${room}: messages down`, 'msg', down.said.messages, downMost),
    shown(`${room}: bytes up`, 'B', up.said.bytes),
    shown(`${room}: bytes down`, 'B', down.said.bytes),
    shown(`${room}: candidates up, messages`, 'msg', up.candidates.messages),
    shown(`${room}: candidates down, messages`, 'msg', down.candidates.messages),
    shown(`${room}: greeting up and down, messages`, 'msg', up.greeting.messages + down.greeting.messages),
    shown(`${room}: each one inside hears, messages`, 'msg', mostOf((tap) => tap.down.said.messages)),
    shown(`${room}: each one inside hears, bytes`, 'B', mostOf((tap) => tap.down.said.bytes)),
    shown(`${room}: each one inside says, messages`, 'msg', mostOf((tap) => tap.up.said.messages)),
  ];
}

async function seesEverybody(page: Page, others: number): Promise<void> {
  await until('everybody is seen', async () => {
    const videos = (await received(page)).filter((stream) => stream.kind === 'video' && stream.framesDecoded > 0);
    return videos.length === others;
  });
}

async function isQuiet(taps: readonly WireTap[]): Promise<void> {
  const total = () => taps.reduce((sum, { up, down }) => sum + up.said.messages + down.said.messages, 0);
  let before = -1;
  let sinceMs = performance.now();
  await until('the wire is quiet', () => {
    const now = total();
    if (now !== before) sinceMs = performance.now();
    before = now;
    return performance.now() - sinceMs > quietMs;
  });
}
