// What a person does on the pages, by the names that people and assistive technology use (English unless said).
import type { Locator, Page } from 'playwright-core';
import { until } from './until.ts';

export interface RoomWishes {
  readonly name: string;
  readonly isListed?: boolean;
  readonly seats?: number;
  readonly devices?: 'None' | 'Microphone' | 'Microphone and camera';
  readonly path?: 'Automatic' | 'Direct only';
}

/** From the front page to the page before joining of a room made just now. */
export async function makeRoom(page: Page, origin: string, wishes: RoomWishes): Promise<void> {
  await page.goto(origin);
  await page.getByRole('button', { name: 'Start a room' }).click();
  await page.getByRole('textbox', { name: 'Room name' }).fill(wishes.name);
  if (wishes.isListed === true) await page.getByRole('radio', { name: 'Listed on this server' }).check({ force: true });
  if (wishes.path !== undefined) await page.getByRole('combobox', { name: 'Call path' }).selectOption(wishes.path);
  if (wishes.seats !== undefined) await page.getByRole('spinbutton', { name: 'Seats' }).fill(`${wishes.seats}`);
  if (wishes.devices !== undefined)
    await page.getByRole('combobox', { name: 'Devices needed' }).selectOption(wishes.devices);
  await page.getByRole('button', { name: 'Create room' }).click();
  await page.getByRole('heading', { name: wishes.name }).waitFor();
}

/** From the page before joining into the call. */
export async function join(page: Page, name: string): Promise<void> {
  await askToJoin(page, name);
  await stage(page).waitFor();
}

/** As `join`, whatever the answer is. */
export async function askToJoin(page: Page, name: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Your name' }).fill(name);
  await page.getByRole('button', { name: /^(?:Join|Ask)/ }).click();
}

/** An alert that says this. */
export function alert(page: Page, words: string): Locator {
  return page.getByRole('alert').filter({ hasText: words });
}

/** The link to hand on, from the card that somebody sees who is alone in a room. */
export async function inviteLink(page: Page): Promise<string> {
  return page.getByRole('textbox', { name: 'Link of this room' }).inputValue();
}

export function stage(page: Page): Locator {
  return page.getByRole('region', { name: 'Stage', exact: true });
}

/** The tile of a person; the own one has " (you)" after the name. */
export function tile(page: Page, name: string): Locator {
  return stage(page).getByRole('group', { name, exact: true });
}

export function control(page: Page, name: string | RegExp): Locator {
  const options = typeof name === 'string' ? { name, exact: true } : { name };
  return page.getByRole('toolbar', { name: 'Call controls' }).getByRole('button', options);
}

/** Everybody on the stage, by the names of their tiles, in order. */
export async function namesOnStage(page: Page): Promise<readonly string[]> {
  const tiles = await stage(page).getByRole('group').all();
  const names = await Promise.all(tiles.map((one) => one.getAttribute('aria-label')));
  return names.filter((name) => name !== null);
}

/** Waits until exactly these people are on the stage, in any order. */
export async function expectOnStage(page: Page, ...names: readonly string[]): Promise<void> {
  const wanted = [...names].sort().join();
  await until(`${wanted} are on the stage`, async () => [...(await namesOnStage(page))].sort().join() === wanted);
}

/** Waits until the line that names the path says so. */
export async function expectPath(page: Page, words: string): Promise<void> {
  await page.getByRole('status', { name: 'Call path' }).getByText(words).first().waitFor({ state: 'attached' });
}

export async function openChat(page: Page): Promise<void> {
  await control(page, /^Chat/).click();
  await chatLog(page).waitFor();
}

export function chatLog(page: Page): Locator {
  return page.getByRole('log', { name: 'Chat messages' });
}

/** Writes into the open chat. */
export async function say(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Message' }).fill(text);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
}
