// STUN messages as bytes (RFC 8489): reads requests, writes the answers to Binding. Pure but for Node's hashes.
import { createHmac } from 'node:crypto';
import { crc32 } from 'node:zlib';

export const headerBytes = 20;
const magicCookie = 0x2112_a442;
/** XORed onto the CRC-32 so that no other protocol's checksum fits by accident (section 14.7). */
const fingerprintMask = 0x5354_554e;

export const messageTypes = { bindingRequest: 0x0001, bindingSuccess: 0x0101, bindingError: 0x0111 } as const;

/** Section 18.3. Below 0x8000 a server must understand what it is sent. */
export const attributeTypes = {
  mappedAddress: 0x0001,
  username: 0x0006,
  messageIntegrity: 0x0008,
  errorCode: 0x0009,
  unknownAttributes: 0x000a,
  realm: 0x0014,
  nonce: 0x0015,
  messageIntegritySha256: 0x001c,
  passwordAlgorithm: 0x001d,
  userhash: 0x001e,
  xorMappedAddress: 0x0020,
  fingerprint: 0x8028,
} as const;

export interface StunAttribute {
  readonly type: number;
  readonly value: Buffer;
  /** Where the attribute's header starts in the message. */
  readonly offset: number;
}

export interface StunMessage {
  readonly type: number;
  /** 96 bits that an answer repeats. */
  readonly transactionId: Buffer;
  readonly attributes: readonly StunAttribute[];
  readonly bytes: Buffer;
}

/** Null for everything that is not one whole, well-formed STUN message (sections 5, 6.3, 14). */
export function readStun(bytes: Buffer): StunMessage | null {
  if (bytes.length < headerBytes || bytes.length % 4 !== 0) return null;
  const type = bytes.readUInt16BE(0);
  const isStun = (type & 0xc000) === 0 && bytes.readUInt32BE(4) === magicCookie;
  if (!isStun || bytes.readUInt16BE(2) !== bytes.length - headerBytes) return null;
  const attributes: StunAttribute[] = [];
  for (let offset = headerBytes; offset < bytes.length; ) {
    const length = bytes.readUInt16BE(offset + 2);
    const end = offset + 4 + length;
    if (end > bytes.length) return null;
    attributes.push({ type: bytes.readUInt16BE(offset), value: bytes.subarray(offset + 4, end), offset });
    offset = end + ((4 - (length % 4)) % 4);
  }
  return { type, transactionId: bytes.subarray(8, headerBytes), attributes, bytes };
}

export function attributeOf(message: StunMessage, type: number): StunAttribute | undefined {
  return message.attributes.find((attribute) => attribute.type === type);
}

/** Section 14.7: true when there is a FINGERPRINT, it is the last attribute, and it is right. */
export function hasRightFingerprint(message: StunMessage): boolean {
  const attribute = message.attributes.at(-1);
  if (attribute?.type !== attributeTypes.fingerprint || attribute.value.length !== 4) return false;
  return attribute.value.readUInt32BE(0) === fingerprintOf(message.bytes.subarray(0, attribute.offset));
}

/**
 * Section 14.5: true when MESSAGE-INTEGRITY is there and made with `key` (section 9.1.1: the password's UTF-8 for short-term
 * credentials; section 9.2.2: MD5 of "user:realm:password" for long-term ones).
 */
export function hasRightIntegrity(message: StunMessage, key: Uint8Array): boolean {
  const attribute = attributeOf(message, attributeTypes.messageIntegrity);
  if (attribute === undefined || attribute.value.length !== 20) return false;
  const covered = Buffer.from(message.bytes.subarray(0, attribute.offset));
  // The length counts up to and with this attribute, whatever follows.
  covered.writeUInt16BE(attribute.offset + 24 - headerBytes, 2);
  return createHmac('sha1', key).update(covered).digest().equals(attribute.value);
}

/** Section 14.2. `address` as Node writes it; null for anything else. */
export function readXorMappedAddress(message: StunMessage): { readonly address: string; readonly port: number } | null {
  const value = attributeOf(message, attributeTypes.xorMappedAddress)?.value;
  if (value === undefined || (value.length !== 8 && value.length !== 20)) return null;
  const plain = xored(value.subarray(4), message.transactionId);
  const port = value.readUInt16BE(2) ^ (magicCookie >>> 16);
  if (value.length === 8) return { address: [...plain].join('.'), port };
  const groups = Array.from({ length: 8 }, (_, index) => plain.readUInt16BE(index * 2).toString(16));
  return { address: groups.join(':'), port };
}

export interface Answer {
  readonly transactionId: Uint8Array;
  readonly hasFingerprint: boolean;
}

/** `address`: 4 or 16 bytes. 32 or 44 bytes, 8 more with a fingerprint. */
export function writeBindingSuccess(answer: Answer, address: Uint8Array, port: number): Buffer {
  const value = Buffer.alloc(4 + address.length);
  value.writeUInt8(address.length === 4 ? 1 : 2, 1);
  value.writeUInt16BE(port ^ (magicCookie >>> 16), 2);
  xored(address, answer.transactionId).copy(value, 4);
  return write(messageTypes.bindingSuccess, answer, [[attributeTypes.xorMappedAddress, value]]);
}

/** 420 Unknown Attribute (sections 6.3.1, 14.8, 14.13) without a reason phrase; names the first `most` of `unknown`. */
export function writeUnknownAttributes(answer: Answer, unknown: readonly number[], most: number): Buffer {
  const named = unknown.slice(0, most);
  const list = Buffer.alloc(named.length * 2);
  for (const [index, type] of named.entries()) list.writeUInt16BE(type, index * 2);
  return write(messageTypes.bindingError, answer, [
    [attributeTypes.errorCode, Buffer.from([0, 0, 4, 20])],
    [attributeTypes.unknownAttributes, list],
  ]);
}

function write(type: number, answer: Answer, attributes: readonly (readonly [number, Buffer])[]): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.writeUInt16BE(type, 0);
  header.writeUInt32BE(magicCookie, 4);
  header.set(answer.transactionId, 8);
  const message = Buffer.concat([header, ...attributes.map(([kind, value]) => writeAttribute(kind, value))]);
  const fingerprintBytes = answer.hasFingerprint ? 8 : 0;
  message.writeUInt16BE(message.length - headerBytes + fingerprintBytes, 2);
  if (!answer.hasFingerprint) return message;
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(fingerprintOf(message));
  return Buffer.concat([message, writeAttribute(attributeTypes.fingerprint, sum)]);
}

function writeAttribute(type: number, value: Buffer): Buffer {
  const padded = Buffer.alloc(4 + Math.ceil(value.length / 4) * 4);
  padded.writeUInt16BE(type, 0);
  padded.writeUInt16BE(value.length, 2);
  value.copy(padded, 4);
  return padded;
}

/** Of everything before the FINGERPRINT attribute, the header's length already counting it. */
function fingerprintOf(covered: Buffer): number {
  return (crc32(covered) ^ fingerprintMask) >>> 0;
}

/** With the magic cookie followed by the transaction's id. */
function xored(address: Uint8Array, transactionId: Uint8Array): Buffer {
  const mask = Buffer.alloc(16);
  mask.writeUInt32BE(magicCookie, 0);
  mask.set(transactionId, 4);
  return Buffer.from(address.map((byte, index) => byte ^ (mask[index] ?? 0)));
}
