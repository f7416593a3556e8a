// Vectors were computed with another implementation of HKDF (Python's hmac) from the secret 00 01 … 0f.
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { JoinProof, MemberId, RoomId, SessionId } from '#protocol/ids.ts';
import { joinProof, newSecret, proofHash, readRoomLink, relayKey, roomUrl } from './room-link.ts';

const secret = 'AAECAwQFBgcICQoLDA0ODw';
const roomId = v.parse(RoomId, 'Kd83hX-_kq2LmN0pQrStUv');
const link = { roomId, secret };
const url = `https://talk.example/r/${roomId}#${secret}`;

describe('a link that was pasted', () => {
  test.each([
    ['as it is', url],
    ['with spaces around', `  ${url}\n`],
    ['inside a sentence', `Come in: ${url} (now)`],
    ['with a Korean particle', `${url}에서 만나요`],
    ['after Korean words', `오늘은${url}로 오세요`],
    ['with a full stop', `${url}.`],
    ['in brackets', `<${url}>`],
    ['with what a messenger appended', `https://talk.example/r/${roomId}?fbclid=abc#${secret}`],
    ['from this machine', `http://localhost:3000/r/${roomId}#${secret}`],
    ['after another address', `see https://other.example/r/short and ${url}`],
  ])('%s is read', (_, text) => {
    expect(readRoomLink(text)).toEqual(link);
  });

  test.each([
    ['', `https://talk.example/r/${roomId}`],
    [' with a Korean particle', `https://talk.example/r/${roomId}에서`],
    [' with an empty fragment', `https://talk.example/r/${roomId}#`],
  ])('to a listed room%s has no secret', (_, text) => {
    expect(readRoomLink(text)).toEqual({ roomId, secret: null });
  });

  test.each([
    ['nothing', ''],
    ['words', 'the blue room'],
    ['another page', 'https://talk.example/about'],
    ['a room id that is too short', `https://talk.example/r/${roomId.slice(1)}#${secret}`],
    ['a room id that is too long', `https://talk.example/r/${roomId}x#${secret}`],
    ['half a secret', `https://talk.example/r/${roomId}#${secret.slice(1)}`],
    ['a secret and more', `${url}x`],
    ['no host', `/r/${roomId}#${secret}`],
    ['another scheme', `javascript://talk.example/r/${roomId}#${secret}`],
    ['a path before', `https://talk.example/x/r/${roomId}#${secret}`],
    ['a very long text', `${'x'.repeat(5_000)} ${url}`],
  ])('%s is not ours', (_, text) => {
    expect(readRoomLink(text)).toBeNull();
  });

  test('that somebody made to be slow is read in no time', () => {
    const startedMs = performance.now();
    for (const part of ['https://', '/r/', 'https://a/r/', `https://a/r/${roomId}#`])
      readRoomLink(part.repeat(100_000));
    expect(performance.now() - startedMs).toBeLessThan(500);
  });
});

describe('a link that is shared', () => {
  test('is read as what it was made of', () => {
    expect(readRoomLink(roomUrl('https://talk.example', link))).toEqual(link);
    expect(roomUrl('https://talk.example', { roomId, secret: null })).toBe(`https://talk.example/r/${roomId}`);
  });

  test('has a secret of 128 bits, new each time', () => {
    const secrets = Array.from({ length: 100 }, newSecret);
    expect(new Set(secrets).size).toBe(100);
    for (const one of secrets)
      expect(readRoomLink(roomUrl('https://talk.example', { roomId, secret: one }))).toEqual({ roomId, secret: one });
  });
});

describe('what the server gets to see', () => {
  test('is the proof of the vector and its hash', async () => {
    const proof = await joinProof(secret);
    expect(proof).toBe('65-QnURr87qXNE-XcVEDgAi3rrZXa26vIOrO6ylWHGs');
    expect(await proofHash(proof)).toBe('3ZBGAkm4D0zPle9sBtBjswhrNLetyPNwg8wkSxAfukE');
  });

  test('holds nothing of the secret', async () => {
    for (const one of Array.from({ length: 20 }, newSecret)) {
      const proof = await joinProof(one);
      expect(v.is(JoinProof, proof)).toBe(true);
      const shown = proof + (await proofHash(proof));
      for (let at = 0; at + 7 <= one.length; at += 1) expect(shown).not.toContain(one.slice(at, at + 7));
    }
  });
});

test('the key of the vector opens what it sealed, and no other page has it', async () => {
  const speaker = {
    roomId: v.parse(RoomId, 'A'.repeat(22)),
    member: v.parse(MemberId, 'M'.repeat(16)),
    session: v.parse(SessionId, 'S'.repeat(16)),
  };
  const key = await relayKey(secret, speaker);
  expect(key.extractable).toBe(false);
  const raw = Uint8Array.from(Buffer.from('349e980b9d217d0a9a7dcad978626dcd8ecac918d5972184bef4c1d06b36e681', 'hex'));
  const vector = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt']);
  const parameters = { name: 'AES-GCM', iv: new Uint8Array(12) };
  const sealed = await crypto.subtle.encrypt(parameters, vector, new Uint8Array([1, 2, 3]));
  expect(new Uint8Array(await crypto.subtle.decrypt(parameters, key, sealed))).toEqual(new Uint8Array([1, 2, 3]));
  const others = [
    { ...speaker, session: v.parse(SessionId, 'T'.repeat(16)) },
    { ...speaker, member: v.parse(MemberId, 'N'.repeat(16)) },
    { ...speaker, roomId },
  ];
  for (const other of others) {
    await expect(
      relayKey(secret, other).then((wrong) => crypto.subtle.decrypt(parameters, wrong, sealed)),
    ).rejects.toMatchObject({ name: 'OperationError' });
  }
});
