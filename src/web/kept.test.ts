// @vitest-environment happy-dom

import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { HostKey } from '#protocol/ids.ts';
import { fakeRoomId } from '../testing/gallery/fakes.ts';
import {
  forgetRoom,
  hostKeyOf,
  keepHostKey,
  keepName,
  keepResumeToken,
  keepRoom,
  keepSecret,
  keepTabCall,
  keepWanted,
  keptName,
  keptRooms,
  keptWanted,
  resumeTokenOf,
  secretOf,
  tabCall,
} from './kept.ts';

const hostKey = v.parse(HostKey, 'k'.repeat(22));
const room = (index: number, secret: string | null = null) => ({
  roomId: fakeRoomId(index),
  secret,
  name: `Room ${index}`,
});

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
});

test('the last name and the last three rooms are kept, newest first and each once', () => {
  keepName('Mina');
  for (const index of [1, 2, 3, 1, 4]) keepRoom(room(index));
  expect(keptName()).toBe('Mina');
  expect(keptRooms().map((kept) => kept.name)).toEqual(['Room 4', 'Room 1', 'Room 3']);
});

test('host key and seat of a room are kept apart and for twenty rooms', () => {
  keepHostKey(fakeRoomId(0), hostKey);
  keepResumeToken(fakeRoomId(0), 'token');
  expect([hostKeyOf(fakeRoomId(0)), resumeTokenOf(fakeRoomId(0))]).toEqual([hostKey, 'token']);
  keepResumeToken(fakeRoomId(0), null);
  expect([hostKeyOf(fakeRoomId(0)), resumeTokenOf(fakeRoomId(0))]).toEqual([hostKey, null]);
  for (let index = 1; index <= 20; index += 1) keepResumeToken(fakeRoomId(index), `token ${index}`);
  expect(hostKeyOf(fakeRoomId(0))).toBeNull();
  expect(resumeTokenOf(fakeRoomId(20))).toBe('token 20');
});

test("a link's secret is found after a reload of the tab, and from the last rooms in a new one", () => {
  keepSecret(fakeRoomId(1), 'from the address');
  expect(secretOf(fakeRoomId(1))).toBe('from the address');
  keepRoom(room(1, 'from the address'));
  sessionStorage.clear();
  expect(secretOf(fakeRoomId(1))).toBe('from the address');
  expect(secretOf(fakeRoomId(2))).toBeNull();
});

test('a room that is gone leaves nothing behind', () => {
  keepRoom(room(1, 'secret'));
  keepHostKey(fakeRoomId(1), hostKey);
  forgetRoom(fakeRoomId(1));
  expect(keptRooms()).toEqual([]);
  expect(hostKeyOf(fakeRoomId(1))).toBeNull();
});

test('the call of this tab is in no other tab', () => {
  const call = { roomId: fakeRoomId(1), name: 'Mina', wanted: { microphone: false, camera: true } };
  keepTabCall(call);
  expect(tabCall()).toEqual(call);
  sessionStorage.clear();
  expect(tabCall()).toBeNull();
});

test('both devices are wanted until somebody chooses', () => {
  expect(keptWanted()).toEqual({ microphone: true, camera: true });
  keepWanted({ microphone: false, camera: true });
  expect(keptWanted()).toEqual({ microphone: false, camera: true });
});

test.each(['', 'null', '{', '[]', '"x"', '[{"roomId":"short"}]', '{"length":3}', '[{"roomId":null,"secret":1}]'])(
  'forged or broken storage reads as nothing: %s',
  (text) => {
    for (const key of ['name', 'rooms', 'seats', 'wanted']) localStorage.setItem(`madang.${key}`, text);
    for (const key of ['secrets', 'call']) sessionStorage.setItem(`madang.${key}`, text);
    expect(keptRooms()).toEqual([]);
    expect(typeof keptName()).toBe('string');
    expect(hostKeyOf(fakeRoomId(1))).toBeNull();
    expect(secretOf(fakeRoomId(1))).toBeNull();
    expect(tabCall()).toBeNull();
    keepRoom(room(1));
    expect(keptRooms()).toHaveLength(1);
  },
);

describe('where storage is blocked', () => {
  afterEach(() => vi.unstubAllGlobals());

  test('values live as long as the page', () => {
    vi.stubGlobal('localStorage', {
      getItem: () => null,
      setItem: () => {
        throw new DOMException('full', 'QuotaExceededError');
      },
    });
    keepName('Jiyeon');
    keepRoom(room(7));
    expect(keptName()).toBe('Jiyeon');
    expect(keptRooms().map((kept) => kept.name)).toEqual(['Room 7']);
  });
});
