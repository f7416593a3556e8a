// Calls that several tests start from.
import type { BrowserContextOptions, Page } from 'playwright-core';
import type { Cameras } from './chromium.ts';
import { expectOnStage, inviteLink, join, makeRoom, type RoomWishes } from './person.ts';
import type { Product } from './product.ts';
import type { Scene } from './scene.ts';

export interface CallOfTwo {
  readonly product: Product;
  /** Made the room; her picture is red. */
  readonly ana: Page;
  /** Came by the link; his picture is blue. */
  readonly ben: Page;
  readonly link: string;
}

export interface CallWishes {
  readonly room?: Partial<RoomWishes>;
  readonly anasCameras?: Cameras;
  readonly bensContext?: BrowserContextOptions;
}

export async function twoInACall(scene: Scene, wishes: CallWishes = {}): Promise<CallOfTwo> {
  const product = await scene.product();
  const [ana, ben] = await Promise.all([
    scene.person({ cameras: wishes.anasCameras ?? 'red' }),
    scene.person({ cameras: 'blue' }, wishes.bensContext),
  ]);
  await makeRoom(ana, product.origin, { name: 'Studio', ...wishes.room });
  await join(ana, 'Ana');
  const link = await inviteLink(ana);
  await ben.goto(link);
  await join(ben, 'Ben');
  await expectOnStage(ana, 'Ana (you)', 'Ben');
  return { product, ana, ben, link };
}
