// IP addresses as text and as bytes. Pure.
import { isIP } from 'node:net';

/**
 * The bare address of "[2001:db8::1]:443", "192.0.2.7:80", "fe80::1%eth0"; null when there is none. IPv4 in IPv6's clothes
 * (`::ffff:192.0.2.7`, RFC 4291 section 2.5.5.2) is the IPv4 address.
 */
export function plainAddress(text: string): string | null {
  const bare = /^\[(.+)\](?::\d+)?$/u.exec(text)?.[1] ?? /^([\d.]+):\d+$/u.exec(text)?.[1] ?? text;
  const address = bare.split('%')[0] ?? '';
  const mapped = /^::ffff:([\d.]+)$/iu.exec(address)?.[1];
  if (mapped !== undefined && isIP(mapped) === 4) return mapped;
  return isIP(address) === 0 ? null : address.toLowerCase();
}

/** 4 or 16 bytes in network order; null when `address` is none. */
export function addressBytes(address: string): Uint8Array | null {
  switch (isIP(address)) {
    case 4:
      return Uint8Array.from(address.split('.').map(Number));
    case 6:
      return Uint8Array.from(groupsOf(address).flatMap((group) => [group >>> 8, group & 0xff]));
    default:
      return null;
  }
}

/** What one household or machine holds: an IPv4 address, or the first 64 bits of an IPv6 address (RFC 4291 section 2.5.4). */
export function addressGroup(address: string): string {
  if (isIP(address) !== 6) return address;
  return `${groupsOf(address)
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64`;
}

/** The eight groups of a valid IPv6 address; a dotted tail (RFC 4291 section 2.2) is two of them. */
function groupsOf(address: string): number[] {
  const [head = '', tail] = address.split('::');
  const left = readGroups(head);
  const right = tail === undefined ? [] : readGroups(tail);
  return [...left, ...Array.from({ length: 8 - left.length - right.length }, () => 0), ...right];
}

function readGroups(text: string): number[] {
  if (text === '') return [];
  return text.split(':').flatMap((part) => {
    if (!part.includes('.')) return [Number.parseInt(part, 16)];
    const [a = 0, b = 0, c = 0, d = 0] = part.split('.').map(Number);
    return [a * 256 + b, c * 256 + d];
  });
}
