// The built-in STUN server: tells whoever asks by UDP how the world sees them (RFC 8489, Binding only), within a rate.
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { isIP } from 'node:net';
import type { Clock } from '#call/ports.ts';
import { limits } from '#protocol/limits.ts';
import { addressBytes, addressGroup, plainAddress } from '../ip-address.ts';
import type { Log } from '../log.ts';
import { answerBinding } from './binding.ts';
import { RateTable } from './rate-table.ts';

export interface StunServer {
  readonly port: number;
  close(): Promise<void>;
}

export interface StunOptions {
  /** 0 = the system chooses. */
  readonly port: number;
  readonly host: string;
}

/** Null when the port cannot be had: calls work without it in most networks. */
export async function openStun(options: StunOptions, clock: Clock, log: Log): Promise<StunServer | null> {
  const socket = createSocket({ type: isIP(options.host) === 6 ? 'udp6' : 'udp4' });
  try {
    await bind(socket, options);
  } catch (error) {
    log.warn({ err: error, port: options.port }, 'no built-in STUN server: its port cannot be had (MADANG_STUN_PORT)');
    socket.close();
    return null;
  }
  socket.on('error', (error) => log.warn({ err: error }, 'STUN socket'));
  const perAddress = new RateTable(limits.stunRequestsPerSecond, limits.stunAddresses);
  const all = new RateTable(limits.stunAnswersPerSecond, 1);
  socket.on('message', (datagram, remote) => {
    const nowMs = clock.now();
    const address = plainAddress(remote.address) ?? '';
    if (perAddress.take(addressGroup(address), nowMs) && all.take('', nowMs)) answer(socket, datagram, address, remote);
  });
  return {
    port: socket.address().port,
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

function answer(socket: Socket, datagram: Buffer, address: string, remote: RemoteInfo): void {
  const bytes = addressBytes(address);
  const message = bytes === null ? null : answerBinding(datagram, bytes, remote.port);
  // Whether it arrives is the asker's business: STUN over UDP is repeated by the client.
  if (message !== null) socket.send(message, remote.port, remote.address, () => undefined);
}

function bind(socket: Socket, { port, host }: StunOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.bind({ port, address: host, exclusive: true }, () => {
      socket.off('error', reject);
      resolve();
    });
  });
}
