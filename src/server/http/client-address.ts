// Who is at the other end when there are proxies between: forwarded headers count only as far as proxies are trusted.
import { BlockList, isIP } from 'node:net';
import { plainAddress } from '../ip-address.ts';

/** `hops`: so many proxies stand before the server. `list`: proxies are known by address. */
export type TrustProxy =
  | { readonly kind: 'none' }
  | { readonly kind: 'hops'; readonly count: number }
  | { readonly kind: 'list'; readonly addresses: BlockList };

/**
 * The rightmost address that no trusted proxy vouches for. `forwardedFor` is the X-Forwarded-For header: its left part is
 * whatever the sender wrote, and is never reached. Entries that are no addresses end the walk.
 */
export function clientAddress(peer: string, forwardedFor: string | undefined, trust: TrustProxy): string {
  const socketAddress = plainAddress(peer) ?? 'unknown';
  if (trust.kind === 'none' || forwardedFor === undefined) return socketAddress;
  const claimed = forwardedFor.split(',').reverse();
  let address = socketAddress;
  for (const [hop, entry] of claimed.entries()) {
    const isTrusted = trust.kind === 'hops' ? hop < trust.count : isListed(trust.addresses, address);
    const next = isTrusted ? plainAddress(entry.trim()) : null;
    if (next === null) return address;
    address = next;
  }
  return address;
}

/** `10.0.0.0/8, fd00::/8, 192.0.2.7`; null when an entry is neither address nor range. */
export function readAddressList(text: string): BlockList | null {
  const list = new BlockList();
  for (const entry of text.split(',')) {
    const [address = '', bits, ...rest] = entry.trim().split('/');
    const family = isIP(address);
    const most = family === 4 ? 32 : 128;
    const prefix = bits === undefined ? most : Number(bits);
    const isRange =
      family !== 0 && rest.length === 0 && bits !== '' && Number.isInteger(prefix) && prefix >= 0 && prefix <= most;
    if (!isRange) return null;
    list.addSubnet(address, prefix, family === 4 ? 'ipv4' : 'ipv6');
  }
  return list;
}

function isListed(addresses: BlockList, address: string): boolean {
  return addresses.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}
