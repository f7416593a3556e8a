import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addressBytes, addressGroup, plainAddress } from '../ip-address.ts';
import { clientAddress, readAddressList, type TrustProxy } from './client-address.ts';

const none: TrustProxy = { kind: 'none' };
const oneHop: TrustProxy = { kind: 'hops', count: 1 };
const twoHops: TrustProxy = { kind: 'hops', count: 2 };
const addresses = readAddressList('10.0.0.0/8, ::1');
if (addresses === null) throw new Error('unreadable list');
const list: TrustProxy = { kind: 'list', addresses };

test.each([
  ['nobody is trusted: the header is nothing', '10.0.0.1', '6.6.6.6', none, '10.0.0.1'],
  ['no header', '10.0.0.1', undefined, oneHop, '10.0.0.1'],
  ['one proxy: its last word', '10.0.0.1', '6.6.6.6, 203.0.113.9', oneHop, '203.0.113.9'],
  ['two proxies', '10.0.0.1', '6.6.6.6, 203.0.113.9, 10.0.0.2', twoHops, '203.0.113.9'],
  ['more hops than entries', '10.0.0.1', '203.0.113.9', twoHops, '203.0.113.9'],
  ['listed proxies: the rightmost that is not one', '10.0.0.1', '6.6.6.6, 203.0.113.9, 10.9.9.9', list, '203.0.113.9'],
  ['a sender who is no listed proxy', '203.0.113.9', '6.6.6.6', list, '203.0.113.9'],
  ['only proxies', '10.0.0.1', '10.0.0.3, 10.0.0.2', list, '10.0.0.3'],
  ['garbage ends the walk', '10.0.0.1', '6.6.6.6, evil, 10.0.0.2', list, '10.0.0.2'],
  ['an empty header', '10.0.0.1', '', oneHop, '10.0.0.1'],
  ['a port behind the address', '10.0.0.1', '203.0.113.9:5000', oneHop, '203.0.113.9'],
  ['IPv6 in brackets', '::1', '[2001:db8::1]:5000', list, '2001:db8::1'],
  ['IPv4 in IPv6', '::ffff:10.0.0.1', '::ffff:203.0.113.9', list, '203.0.113.9'],
] as const)('%s', (_what, peer, header, trust, address) => {
  expect(clientAddress(peer, header, trust)).toBe(address);
});

test('without trust no header of any kind changes whose budget is used', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), (header) => {
      expect(clientAddress('192.0.2.1', header, none)).toBe('192.0.2.1');
    }),
  );
});

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['2001:0db8:1::', '2001:db8:1:0::/64'],
  ['unknown', 'unknown'],
])('%s pays as %s', (address, group) => {
  expect(addressGroup(address)).toBe(group);
});

test('addresses as bytes', () => {
  expect([...(addressBytes('198.51.100.7') ?? [])]).toEqual([198, 51, 100, 7]);
  expect(Buffer.from(addressBytes('2001:db8::ff00:42') ?? []).toString('hex')).toBe(
    '20010db8000000000000 0000ff000042'.replace(' ', ''),
  );
  expect(Buffer.from(addressBytes('64:ff9b::192.0.2.33') ?? []).toString('hex')).toBe(
    '0064ff9b0000000000000000c0000221',
  );
  expect(addressBytes('nobody')).toBeNull();
  expect(plainAddress('fe80::1%eth0')).toBe('fe80::1');
});
