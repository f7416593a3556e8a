// @vitest-environment happy-dom
import { beforeEach, expect, test } from 'vitest';
import { fakeRoomId } from '../../testing/gallery/fakes.ts';
import { secretOf } from '../kept.ts';
import { readRoute, route } from './route.ts';

const roomId = fakeRoomId(1);
const secret = 'abcdefghijklmnopqrstuv';

beforeEach(() => sessionStorage.clear());

test('a secret leaves the address bar the moment it is read, and a reload still knows it', () => {
  history.replaceState(null, '', `/r/${roomId}#${secret}`);
  readRoute();
  expect(location.href).not.toContain(secret);
  expect(route.value).toEqual({ page: 'room', roomId });
  readRoute();
  expect(secretOf(roomId)).toBe(secret);
});

test('a link pasted over the same room is a new visit', () => {
  history.replaceState(null, '', `/r/${roomId}`);
  readRoute();
  const before = route.value;
  history.replaceState(null, '', `/r/${roomId}#${secret}`);
  readRoute();
  expect(route.value).not.toBe(before);
});

test.each([
  ['/', 'home'],
  ['/r/short', 'unknown'],
  ['/elsewhere', 'unknown'],
])('%s is %s', (path, page) => {
  history.replaceState(null, '', path);
  readRoute();
  expect(route.value.page).toBe(page);
});
