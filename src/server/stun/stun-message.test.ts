// The sample messages of RFC 5769, and what a stranger may send instead.
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  attributeOf,
  attributeTypes,
  hasRightFingerprint,
  hasRightIntegrity,
  readStun,
  readXorMappedAddress,
  type StunMessage,
  writeBindingSuccess,
} from './stun-message.ts';

const shortTermKey = Buffer.from('VOkJxbRl1RmTxUk/WvJxBt');
const transactionId = 'b7e7a701bc34d686fa87dfae';

const sampleRequest = `000100582112a442${transactionId}802200105354554e207465737420636c69656e74002400046e0001ff80290008932ff9b151263b36
  000600096576746a3a68367659202020000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a280280004e57a3bcf`;
const sampleIpv4 = `0101003c2112a442${transactionId}8022000b7465737420766563746f7220002000080001a147e112a643
  000800142b91f599fd9e90c38c7489f92af9ba53f06be7d780280004c07d4c96`;
const sampleIpv6 = `010100482112a442${transactionId}8022000b7465737420766563746f7220002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9
  00080014a382954e4be67bf11784c97c8292c275bfe3ed4180280004c8fb0b4c`;
const sampleLongTerm = `000100602112a44278ad3433c6ad72c029da412e00060012e3839ee38388e383aae38383e382afe382b900000015001c
  662f2f3439396b39353464364f4c33346f4c394653547679363473410014000b6578616d706c652e6f72670000080014f67024656dd64a3e02b8e0712e85c9a28ca89666`;

function bytesOf(hex: string): Buffer {
  return Buffer.from(hex.replace(/\s/gu, ''), 'hex');
}

function read(bytes: Buffer): StunMessage {
  const message = readStun(bytes);
  if (message === null) throw new Error('not a STUN message');
  return message;
}

describe('RFC 5769', () => {
  test('2.1: the sample request is read, its integrity and fingerprint are right', () => {
    const message = read(bytesOf(sampleRequest));
    expect(message.type).toBe(0x0001);
    expect(message.transactionId.toString('hex')).toBe(transactionId);
    expect(attributeOf(message, 0x8022)?.value.toString()).toBe('STUN test client');
    expect(attributeOf(message, attributeTypes.username)?.value.toString()).toBe('evtj:h6vY');
    expect(hasRightIntegrity(message, shortTermKey)).toBe(true);
    expect(hasRightFingerprint(message)).toBe(true);
  });

  test.each([
    ['2.2', sampleIpv4, '192.0.2.1'],
    ['2.3', sampleIpv6, '2001:db8:1234:5678:11:2233:4455:6677'],
  ])('%s: the sample response tells its address and is sealed rightly', (_section, hex, address) => {
    const message = read(bytesOf(hex));
    expect(readXorMappedAddress(message)).toEqual({ address, port: 32_853 });
    expect(hasRightIntegrity(message, shortTermKey)).toBe(true);
    expect(hasRightFingerprint(message)).toBe(true);
  });

  test('2.4: the sample request with long-term credentials', () => {
    const message = read(bytesOf(sampleLongTerm));
    const key = createHash('md5').update('\u30de\u30c8\u30ea\u30c3\u30af\u30b9:example.org:TheMatrIX').digest();
    expect(hasRightIntegrity(message, key)).toBe(true);
    expect(hasRightFingerprint(message)).toBe(false);
  });

  test.each([sampleIpv4, sampleIpv6])(
    'what we write for the same address has the same XOR-MAPPED-ADDRESS, byte for byte',
    (hex) => {
      const sample = read(bytesOf(hex));
      const told = attributeOf(sample, attributeTypes.xorMappedAddress)?.value;
      const address = told?.length === 8 ? Buffer.from([192, 0, 2, 1]) : bytesOf('20010db8123456780011223344556677');
      const written = read(
        writeBindingSuccess({ transactionId: sample.transactionId, hasFingerprint: true }, address, 32_853),
      );
      expect(attributeOf(written, attributeTypes.xorMappedAddress)?.value).toEqual(told);
      expect(hasRightFingerprint(written)).toBe(true);
    },
  );
});

test('one changed bit anywhere breaks integrity or fingerprint', () => {
  const bytes = bytesOf(sampleRequest);
  fc.assert(
    fc.property(fc.nat(bytes.length * 8 - 1), (bit) => {
      const changed = Buffer.from(bytes);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const message = readStun(changed);
      expect(message === null || !hasRightFingerprint(message)).toBe(true);
    }),
  );
});

test.each([
  ['nothing', ''],
  ['half a header', '000100002112a442'],
  ['no magic cookie', `0001000000000000${transactionId}`],
  ['RTP', `800100002112a442${transactionId}`],
  ['a length that is longer than the message', `000100042112a442${transactionId}`],
  ['a length that is shorter', `000100002112a442${transactionId}80220000`],
  ['a length that is no multiple of four', `000100022112a442${transactionId}8022`],
  ['an attribute that reaches beyond the end', `000100042112a442${transactionId}80220010`],
])('%s is no message', (_what, hex) => {
  expect(readStun(bytesOf(hex))).toBeNull();
});

test('no bytes make the reader throw', () => {
  const hostile = fc.oneof(
    fc.uint8Array({ maxLength: 600 }),
    fc
      .uint8Array({ maxLength: 100 })
      .map((tail) => Buffer.concat([bytesOf(`000100002112a442${transactionId}`), tail]))
      .map((bytes) => {
        const whole = Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 4)));
        whole.writeUInt16BE(whole.length - 20, 2);
        return whole;
      }),
  );
  fc.assert(
    fc.property(hostile, (bytes) => {
      const message = readStun(Buffer.from(bytes));
      if (message === null) return;
      hasRightFingerprint(message);
      hasRightIntegrity(message, shortTermKey);
      readXorMappedAddress(message);
    }),
    { numRuns: 500 },
  );
});
