// What joining costs on the wire: messages and bytes from the load of the page to being in the call, by real pages, and
// what each person inside hears of it. Rooms of two, three and four: more than that a direct call does not carry.
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { openChromium } from '../e2e/harness/chromium.ts';
import { expectOnStage, inviteLink, join, makeRoom } from '../e2e/harness/person.ts';
import { startProduct } from '../e2e/harness/product.ts';
import { received } from '../e2e/harness/rtc-probe.ts';
import { until } from '../e2e/harness/until.ts';
import { spreadOf } from './ratios.ts';
import { type Figure, report } from './report.ts';
import { type Tapped, tapWire, type WireTap } from './wire-tap.ts';

const names = ['Ana', 'Ben', 'Cho', 'Dan'] as const;
const upMost = 4;
const downMost = 5;
/** Without a message for so long the join is over. */
const quietMs = 1_500;

interface Join {
  readonly newcomer: Tapped;
  /** Those who were there before. */
  readonly inside: readonly Tapped[];
}

it('joining says little, whatever the size of the room', async () => {
  const product = await startProduct();
  const chromium = await openChromium({ cameras: 'red' });
  const inside: { readonly page: Page; readonly tap: WireTap }[] = [];
  const joins: Join[] = [];
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
      joins.push({ newcomer: tap.counted(), inside: inside.slice(0, number).map((person) => person.tap.counted()) });
    }
    expect(report('messages', figuresOf(joins), joins)).toEqual([]);
  } finally {
    await chromium.close();
    await product.remove();
  }
});

/** Each row over the rooms of two, three and four; what it says first is the largest. */
function figuresOf(joins: readonly Join[]): Figure[] {
  const row = (what: string, unit: string, goal: number | null, read: (one: Join) => number): Figure => {
    const { least, most } = spreadOf(joins.map(read));
    return { what, unit, value: most, range: [least, most], goal };
  };
  const mostOf = (join: Join, read: (tap: Tapped) => number) => Math.max(...join.inside.map(read));
  return [
    row('messages up', 'msg', upMost, ({ newcomer }) => newcomer.up.said.messages),
    row('messages down', 'msg', downMost, ({ newcomer }) => newcomer.down.said.messages),
    row('bytes up', 'B', null, ({ newcomer }) => newcomer.up.said.bytes),
    row('bytes down', 'B', null, ({ newcomer }) => newcomer.down.said.bytes),
    row('messages of candidates, up', 'msg', null, ({ newcomer }) => newcomer.up.candidates.messages),
    row('messages of candidates, down', 'msg', null, ({ newcomer }) => newcomer.down.candidates.messages),
    row('greetings of the socket, both ways', 'msg', null, ({ newcomer }) => {
      return newcomer.up.greeting.messages + newcomer.down.greeting.messages;
    }),
    row('each one inside hears', 'msg', null, (one) => mostOf(one, ({ down }) => down.said.messages)),
    row('each one inside hears', 'B', null, (one) => mostOf(one, ({ down }) => down.said.bytes)),
    row('each one inside says', 'msg', null, (one) => mostOf(one, ({ up }) => up.said.messages)),
  ];
}

async function seesEverybody(page: Page, others: number): Promise<void> {
  await until('everybody is seen', async () => {
    const videos = (await received(page)).filter((stream) => stream.kind === 'video' && stream.framesDecoded > 0);
    return videos.length === others;
  });
}

async function isQuiet(taps: readonly WireTap[]): Promise<void> {
  const total = () =>
    taps.map((tap) => tap.counted()).reduce((sum, { up, down }) => sum + up.said.messages + down.said.messages, 0);
  let before = -1;
  let sinceMs = performance.now();
  await until('the wire is quiet', () => {
    const now = total();
    if (now !== before) sinceMs = performance.now();
    before = now;
    return performance.now() - sinceMs > quietMs;
  });
}
