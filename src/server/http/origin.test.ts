import { expect, test } from 'vitest';
import { hostNameOf, isOriginAllowed, type OriginRule } from './origin.ts';

const ownHost: OriginRule = { allowed: [], isOwnHostAllowed: true };
const publicOnly: OriginRule = { allowed: ['https://meet.example.org'], isOwnHostAllowed: false };
const both: OriginRule = { allowed: ['http://localhost:5173'], isOwnHostAllowed: true };

test.each([
  [ownHost, 'http://localhost:3000', 'localhost:3000', true],
  [ownHost, 'https://meet.example.org', 'meet.example.org', true],
  [ownHost, 'http://192.168.1.5:3000', '192.168.1.5:3000', true],
  [ownHost, 'http://[::1]:3000', '[::1]:3000', true],
  [ownHost, 'http://meet.example.org', 'meet.example.org:80', true],
  [ownHost, 'http://evil.example', 'localhost:3000', false],
  [ownHost, 'http://localhost:3001', 'localhost:3000', false],
  [ownHost, 'http://localhost', 'localhost:3000', false],
  [ownHost, 'http://localhost:3000.evil.example', 'localhost:3000', false],
  [ownHost, 'http://evil.example#localhost:3000', 'localhost:3000', false],
  [ownHost, 'http://localhost:3000@evil.example', 'localhost:3000', false],
  [ownHost, 'http://localhost:3000/', 'localhost:3000', false],
  [ownHost, 'null', 'localhost:3000', false],
  [ownHost, '', 'localhost:3000', false],
  [ownHost, 'file://', 'localhost:3000', false],
  [ownHost, 'http://localhost:3000', undefined, false],
  [ownHost, 'http://a', 'a/b', false],
  [publicOnly, 'https://meet.example.org', '10.0.0.1:3000', true],
  [publicOnly, 'http://meet.example.org', 'meet.example.org', false],
  [publicOnly, 'https://meet.example.org.evil.example', 'meet.example.org', false],
  [publicOnly, 'https://evil.example', 'evil.example', false],
  [both, 'http://localhost:5173', 'localhost:3000', true],
  [both, 'http://localhost:3000', 'localhost:3000', true],
])('%j: a page of %s that asks %s: %s', (rule, origin, host, isAllowed) => {
  for (const needsOrigin of [true, false]) {
    expect(isOriginAllowed(rule, { origin, host, secFetchSite: undefined }, needsOrigin)).toBe(isAllowed);
  }
});

test.each([
  [true, undefined, false],
  [false, undefined, true],
  [false, 'same-origin', true],
  [false, 'none', true],
  [false, 'cross-site', false],
  [false, 'same-site', false],
])('no Origin: needed %s, Sec-Fetch-Site %s: %s', (needsOrigin, secFetchSite, isAllowed) => {
  expect(isOriginAllowed(ownHost, { origin: undefined, host: 'localhost:3000', secFetchSite }, needsOrigin)).toBe(
    isAllowed,
  );
});

test.each([
  ['meet.example.org', 'meet.example.org'],
  ['MEET.example.org:8443', 'meet.example.org'],
  ['192.0.2.7:3000', '192.0.2.7'],
  ['[2001:db8::1]:3000', '[2001:db8::1]'],
  ['a b', null],
  ['user@host', null],
  ['host/path', null],
  ['host?x', null],
  ['stun:evil', null],
  ['a'.repeat(300), null],
  ['', null],
  [undefined, null],
])('the host name of %j is %s', (host, name) => {
  expect(hostNameOf(host)).toBe(name);
});
