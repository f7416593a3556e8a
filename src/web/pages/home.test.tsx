// @vitest-environment happy-dom
import { render } from 'preact';
import * as v from 'valibot';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { HostKey } from '#protocol/ids.ts';
import type { ListedRoom } from '#protocol/rooms.ts';
import { actNow } from '../../testing/act-now.ts';
import { type FakeSignaling, fakeRoomId, fakeRules, fakeSignaling } from '../../testing/gallery/fakes.ts';
import { loadWords } from '../i18n/words.ts';
import { hostKeyOf, keepRoom, secretOf } from '../kept.ts';
import { Home } from './home.tsx';
import { route } from './route.ts';

function listed(index: number, inside: number, seats = 8): ListedRoom {
  return { roomId: fakeRoomId(index), rules: { ...fakeRules, name: `Room ${index}`, find: 'listed', seats }, inside };
}

async function show(signaling: FakeSignaling): Promise<void> {
  actNow(() => render(<Home signaling={signaling} />, document.body));
  await settled();
}

async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  actNow(() => undefined);
}

function rooms(): string[] {
  return [...document.querySelectorAll('ul[aria-label="Open rooms"] li')].map(
    (room) => `${room.querySelector('a')?.textContent} ${room.querySelector('.room__count')?.textContent}`,
  );
}

function press(name: string): void {
  const button = [...document.querySelectorAll('button')].find((one) => one.textContent === name);
  if (button === undefined) throw new Error(`There is no button ${name}`);
  actNow(() => button.click());
}

function write(label: string, text: string): void {
  const field = document.querySelector<HTMLInputElement>(`input[aria-label="${label}"]`);
  if (field === null) throw new Error(`There is no field ${label}`);
  actNow(() => {
    field.value = text;
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
  });
}

beforeEach(async () => {
  localStorage.clear();
  sessionStorage.clear();
  history.replaceState(null, '', '/');
  vi.stubGlobal('isSecureContext', true);
  await loadWords('en');
});

afterEach(() => {
  actNow(() => render(null, document.body));
  vi.unstubAllGlobals();
});

test('open rooms are listed and change without being asked again', async () => {
  const signaling = fakeSignaling({ rooms: [listed(1, 2), listed(2, 8)] });
  await show(signaling);
  expect(rooms()).toEqual(['Room 1 2 of 8', 'Room 2 8 of 8']);
  actNow(() => signaling.hear('rooms', { kind: 'open', room: listed(1, 3) }));
  actNow(() => signaling.hear('rooms', { kind: 'open', room: listed(3, 1) }));
  actNow(() => signaling.hear('rooms', { kind: 'closed', roomId: fakeRoomId(2) }));
  expect(rooms()).toEqual(['Room 1 3 of 8', 'Room 3 1 of 8']);
  expect(signaling.asked.map((each) => each.event)).toEqual(['rooms:watch']);
});

test('a change that overtakes the list is not lost', async () => {
  const signaling = fakeSignaling({ rooms: [listed(1, 2)] });
  actNow(() => render(<Home signaling={signaling} />, document.body));
  actNow(() => signaling.hear('rooms', { kind: 'open', room: listed(2, 1) }));
  await settled();
  expect(rooms()).toEqual(['Room 1 2 of 8', 'Room 2 1 of 8']);
});

test('an empty yard says what to do', async () => {
  await show(fakeSignaling({ rooms: [] }));
  expect(document.querySelector('.yard')?.textContent).toContain('No room is open right now.');
});

test('the form opens in the yard, and the room’s rules go to the server with a hash alone', async () => {
  const hostKey = v.parse(HostKey, 'k'.repeat(22));
  const signaling = fakeSignaling({ rooms: [], create: { ok: true, roomId: fakeRoomId(5), hostKey } });
  await show(signaling);
  press('Start a room');
  expect([...document.querySelectorAll('button')].some((button) => button.textContent === 'Not now')).toBe(true);
  write('Room name', '  Thursday studio ');
  press('Create room');
  await settled();
  await expect.poll(() => signaling.asked.length).toBe(2);
  await settled();
  const asked = signaling.asked[1];
  expect(asked?.body).toMatchObject({ rules: fakeRules });
  expect(Reflect.get(Object(asked?.body), 'proofHash')).toMatch(/^[\w-]{43}$/);
  expect(hostKeyOf(fakeRoomId(5))).toBe(hostKey);
  expect(secretOf(fakeRoomId(5))).toMatch(/^[\w-]{22}$/);
  expect(JSON.stringify(asked)).not.toContain(secretOf(fakeRoomId(5)));
  expect(route.value).toEqual({ page: 'room', roomId: fakeRoomId(5) });
  expect(location.href).not.toContain(secretOf(fakeRoomId(5)));
});

test('a room without a name or with too many seats is not asked for', async () => {
  const signaling = fakeSignaling({ rooms: [] });
  await show(signaling);
  press('Start a room');
  press('Create room');
  expect(document.querySelector('.start [role="alert"]')?.textContent).toContain('Please give the room a name');
  write('Room name', 'Studio');
  const seats = document.querySelector<HTMLInputElement>('#seats');
  actNow(() => {
    if (seats) seats.value = '51';
    seats?.dispatchEvent(new InputEvent('input', { bubbles: true }));
  });
  press('Create room');
  await settled();
  expect(document.querySelector('#seats-error')?.textContent).toContain('2 to 50');
  expect(signaling.asked).toHaveLength(1);
});

test('a refused room is told in an alert', async () => {
  const signaling = fakeSignaling({ rooms: [], create: { ok: false, code: 'server-full' } });
  await show(signaling);
  press('Start a room');
  write('Room name', 'Studio');
  press('Create room');
  await expect
    .poll(() => document.querySelector('.start [role="alert"]')?.textContent ?? '')
    .toContain('no room for another call');
});

test('a pasted link leads into the room and its secret stays out of the address bar', async () => {
  await show(fakeSignaling({ rooms: [] }));
  write('Room link', `come in: ${location.origin}/r/${fakeRoomId(7)}#abcdefghijklmnopqrstuv`);
  press('Go');
  expect(route.value).toEqual({ page: 'room', roomId: fakeRoomId(7) });
  expect(secretOf(fakeRoomId(7))).toBe('abcdefghijklmnopqrstuv');
  expect(location.pathname + location.hash).toBe(`/r/${fakeRoomId(7)}`);
});

test('what is no link, or leads elsewhere, is told at the field', async () => {
  await show(fakeSignaling({ rooms: [] }));
  write('Room link', 'hello');
  press('Go');
  expect(document.querySelector('#link-error')?.textContent).toBe("That isn't a room link");
  write('Room link', `https://other.example/r/${fakeRoomId(7)}`);
  press('Go');
  expect(document.querySelector('#link-error')?.textContent).toContain('other.example');
  expect(location.pathname).toBe('/');
});

test('the last rooms are offered', async () => {
  keepRoom({ roomId: fakeRoomId(3), secret: 'x', name: 'Reading circle' });
  await show(fakeSignaling({ rooms: [] }));
  expect(document.querySelector('.last a')?.getAttribute('href')).toBe(`/r/${fakeRoomId(3)}`);
});
