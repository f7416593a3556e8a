// The port that the system gave to a listening server.
import type { AddressInfo } from 'node:net';

/** @throws Error when the server does not listen on TCP. */
export function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('The system gave no port.');
  return address.port;
}
