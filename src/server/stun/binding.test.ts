import fc from 'fast-check';
import { expect, test } from 'vitest';
import { limits } from '#protocol/limits.ts';
import { answerBinding } from './binding.ts';
import { attributeOf, attributeTypes, hasRightFingerprint, readStun, readXorMappedAddress } from './stun-message.ts';

const ipv4 = Uint8Array.from([198, 51, 100, 7]);
const ipv6 = Uint8Array.from([0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9]);

function request(attributes: readonly (readonly [number, number])[] = [], type = 0x0001): Buffer {
  const header = Buffer.from(`${type.toString(16).padStart(4, '0')}00002112a442000102030405060708090a0b`, 'hex');
  const written = attributes.map(([kind, length]) => {
    const bytes = Buffer.alloc(4 + Math.ceil(length / 4) * 4);
    bytes.writeUInt16BE(kind, 0);
    bytes.writeUInt16BE(length, 2);
    return bytes;
  });
  const message = Buffer.concat([header, ...written]);
  message.writeUInt16BE(message.length - 20, 2);
  return message;
}

test.each([
  [ipv4, '198.51.100.7', 32],
  [ipv6, '2001:db8:0:0:0:0:0:9', 44],
])('a bare request is told its address in as few bytes as there are', (bytes, address, length) => {
  const answer = answerBinding(request(), bytes, 50_000);
  expect(answer?.length).toBe(length);
  const message = readStun(answer ?? Buffer.alloc(0));
  expect(message?.transactionId.toString('hex')).toBe('000102030405060708090a0b');
  expect(message === null ? null : readXorMappedAddress(message)).toEqual({ address, port: 50_000 });
});

test('credentials and optional attributes may come along', () => {
  expect(
    answerBinding(
      request([
        [attributeTypes.username, 9],
        [attributeTypes.messageIntegrity, 20],
        [0x8022, 5],
      ]),
      ipv4,
      1,
    ),
  ).not.toBeNull();
});

test('what we must understand and do not is named in a 420', () => {
  const answer = answerBinding(
    request([
      [0x0003, 4],
      [0x0024, 4],
      [0x0003, 4],
      [0x8022, 4],
    ]),
    ipv4,
    1,
  );
  const message = readStun(answer ?? Buffer.alloc(0));
  expect(message?.type).toBe(0x0111);
  expect(message === null ? null : attributeOf(message, attributeTypes.errorCode)?.value.toString('hex')).toBe(
    '00000414',
  );
  expect(message === null ? null : attributeOf(message, attributeTypes.unknownAttributes)?.value.toString('hex')).toBe(
    '00030024',
  );
});

test('a fingerprint is checked, and answered with one', () => {
  const wrong = request([[attributeTypes.fingerprint, 4]]);
  expect(answerBinding(wrong, ipv4, 1)).toBeNull();
  const sample = Buffer.from('000100082112a442000102030405060708090a0b80280004', 'hex');
  const right = Buffer.concat([sample, fingerprintFor(sample)]);
  const answer = readStun(answerBinding(right, ipv4, 1) ?? Buffer.alloc(0));
  expect(answer === null ? false : hasRightFingerprint(answer)).toBe(true);
});

test.each([
  ['an indication', request([], 0x0011)],
  ['a response', request([], 0x0101)],
  ['a TURN allocation', request([], 0x0003)],
  ['something too long', request([[0x8022, limits.stunRequestBytes]])],
  ['not STUN', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
])('%s gets no answer', (_what, datagram) => {
  expect(answerBinding(datagram, ipv4, 1)).toBeNull();
});

test('whatever comes: no answer is longer than the bound, nor than the request by more than 24 bytes', () => {
  const attribute = fc.tuple(fc.nat(0xffff), fc.nat(40));
  fc.assert(
    fc.property(fc.array(attribute, { maxLength: 30 }), fc.constantFrom(ipv4, ipv6), (attributes, address) => {
      const datagram = request(attributes);
      const answer = answerBinding(datagram, address, 65_535);
      expect(answer?.length ?? 0).toBeLessThanOrEqual(limits.stunAnswerBytes);
      expect(answer?.length ?? 0).toBeLessThanOrEqual(datagram.length + 24);
    }),
  );
});

/** By the definition in RFC 8489 section 14.7, bit by bit. */
function fingerprintFor(covered: Buffer): Buffer {
  const whole = covered.subarray(0, -4);
  let crc = 0xffff_ffff;
  for (const byte of whole) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb8_8320 : 0);
  }
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE((crc ^ 0xffff_ffff ^ 0x5354_554e) >>> 0);
  return sum;
}
