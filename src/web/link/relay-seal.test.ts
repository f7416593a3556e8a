import * as v from 'valibot';
import { expect, test } from 'vitest';
import { MemberId, RoomId, SessionId } from '#protocol/ids.ts';
import { createRelaySeal } from './relay-seal.ts';
import { newSecret } from './room-link.ts';

const roomId = v.parse(RoomId, 'R'.repeat(22));
const body = Uint8Array.from([1, 2, 3]);
let made = 0;

function speaker(): { member: MemberId; session: SessionId } {
  made += 1;
  return {
    member: v.parse(MemberId, 'M'.repeat(16)),
    session: v.parse(SessionId, `seal${String(made).padStart(12, '0')}`),
  };
}

test('whoever holds the link opens it; with another link, room, speaker or kind nobody does', async () => {
  const secret = newSecret();
  const [mina, jun] = [speaker(), speaker()];
  const sealed = await createRelaySeal(secret, roomId, mina).seal(body, true);
  const seal = createRelaySeal(secret, roomId, jun);
  expect(await seal.open(mina, sealed, true)).toEqual(body);
  expect(await seal.open(mina, sealed, false)).toBeNull();
  expect(await seal.open(jun, sealed, true)).toBeNull();
  expect(await createRelaySeal(newSecret(), roomId, speaker()).open(mina, sealed, true)).toBeNull();
  const elsewhere = v.parse(RoomId, 'Q'.repeat(22));
  expect(await createRelaySeal(secret, elsewhere, speaker()).open(mina, sealed, true)).toBeNull();
});

test('every altered byte and every shortening is seen', async () => {
  const secret = newSecret();
  const mina = speaker();
  const sealed = await createRelaySeal(secret, roomId, mina).seal(body, true);
  const seal = createRelaySeal(secret, roomId, speaker());
  for (let at = 0; at < sealed.length; at += 1) {
    const altered = sealed.slice();
    altered[at] = (altered[at] ?? 0) ^ 1;
    expect(await seal.open(mina, altered, true)).toBeNull();
    expect(await seal.open(mina, sealed.subarray(0, at), true)).toBeNull();
  }
});

test('the same body looks different each time', async () => {
  const seal = createRelaySeal(newSecret(), roomId, speaker());
  const sealed = await Promise.all(Array.from({ length: 50 }, () => seal.seal(body, true)));
  expect(new Set(sealed.map((bytes) => bytes.join())).size).toBe(50);
  expect(new Set(sealed.map((bytes) => bytes.subarray(0, 12).join())).size).toBe(50);
});

test('a session cannot be sealed with twice: its nonces would begin again', () => {
  const mina = speaker();
  createRelaySeal(newSecret(), roomId, mina);
  expect(() => createRelaySeal(newSecret(), roomId, mina)).toThrow(/once/);
});
