// The only importer of socket.io: opens sockets by WebSocket or polling, and hands every event to the dispatch.
import type { Server as HttpServer, IncomingMessage } from 'node:http';
import { Server, type Socket } from 'socket.io';
import { type Refusal, type RefusalCode, refusal } from '#protocol/errors.ts';
import { Handshake, socketPath } from '#protocol/handshake.ts';
import { limits } from '#protocol/limits.ts';
import { parse } from '#protocol/messages.ts';
import { protocolVersion } from '#protocol/session.ts';
import { clientAddress, type TrustProxy } from '../http/client-address.ts';
import { hostNameOf, isOriginAllowed, type OriginRule } from '../http/origin.ts';
import { addressGroup } from '../ip-address.ts';
import type { Log } from '../log.ts';
import type { OpenRooms } from '../rooms/open-rooms.ts';
import { Connection } from './connection.ts';
import type { Dispatch } from './dispatch.ts';
import type { Rates } from './rates.ts';
import { type SocketListener, slimDown } from './slim-socket.ts';

const pingIntervalMs = 5_000;
const pingTimeoutMs = 5_000;
/** Between opening a transport and saying the protocol's version. */
const greetingTimeoutMs = 5_000;

export interface GatewayOptions {
  readonly origins: OriginRule;
  readonly trustProxy: TrustProxy;
  readonly connectionsPerAddress: number;
  /** A host name that stands for this server whatever a page was opened under; null = the page's own. */
  readonly publicHost: string | null;
}

export class Gateway {
  readonly #options: GatewayOptions;
  readonly #dispatch: Dispatch;
  readonly #rates: Rates;
  readonly #openRooms: OpenRooms;
  readonly #log: Log;
  readonly #server: Server;
  readonly #perAddress = new Map<string, number>();
  /** One for all sockets: each would cost its memory thousands of times. Socket.IO calls them on the socket. */
  readonly #listeners: readonly [SocketListener];
  readonly #onGone: SocketListener;

  constructor(options: GatewayOptions, dispatch: Dispatch, rates: Rates, openRooms: OpenRooms, log: Log) {
    this.#options = options;
    this.#dispatch = dispatch;
    this.#rates = rates;
    this.#openRooms = openRooms;
    this.#log = log;
    this.#server = new Server({
      path: socketPath,
      transports: ['polling', 'websocket'],
      serveClient: false,
      maxHttpBufferSize: limits.frameBytes,
      pingInterval: pingIntervalMs,
      pingTimeout: pingTimeoutMs,
      connectTimeout: greetingTimeoutMs,
      perMessageDeflate: false,
      httpCompression: false,
      allowRequest: (request, answer) => void this.#allow(request, answer),
    });
    this.#listeners = [
      onConnection((connection, [event, ...args]) => {
        connection.inOrder(() => this.#answer(connection, String(event), args));
      }),
    ];
    this.#onGone = onConnection((connection) => this.#forget(connection));
  }

  get connections(): number {
    return this.#server.engine.clientsCount;
  }

  attach(http: HttpServer): void {
    this.#server.attach(http);
    // Every request and upgrade, also of a transport that is open already, which does not pass allowRequest.
    this.#server.engine.use((request: IncomingMessage, _response: unknown, next: (problem?: Error) => void) => {
      next(this.#isOriginAllowed(request) ? undefined : new Error('origin'));
    });
    this.#server.use((socket, next) => next(this.#problemOf(socket)));
    this.#server.on('connection', (socket) => this.#welcome(socket));
  }

  /** Says it to everybody who is connected. */
  tellAll(fact: 'server:stopping'): void {
    for (const { data } of this.#server.sockets.sockets.values()) {
      const connection: unknown = data;
      if (connection instanceof Connection) connection.send(fact, {});
    }
  }

  /** Closes every socket; the HTTP server stays open. */
  close(): void {
    this.#server.engine.close();
  }

  async #allow(request: IncomingMessage, answer: (problem: string | null, success: boolean) => void): Promise<void> {
    const address = this.#addressOf(request);
    const held = this.#perAddress.get(address) ?? 0;
    const isFree = this.connections < limits.connectionsPerServer && held < this.#options.connectionsPerAddress;
    answer(null, isFree && (await this.#rates.mayConnect(address)));
  }

  #isOriginAllowed({ headers, method }: IncomingMessage): boolean {
    const { origin, host, upgrade } = headers;
    const site = headers['sec-fetch-site'];
    const secFetchSite = typeof site === 'string' ? site : undefined;
    return isOriginAllowed(
      this.#options.origins,
      { origin, host, secFetchSite },
      upgrade !== undefined || method !== 'GET',
    );
  }

  /** What is wrong with how a page introduces itself. Its `data` reaches the page with the connect error. */
  #problemOf(socket: Socket): (Error & { data: Refusal }) | undefined {
    const greeting = parse(Handshake, socket.handshake.auth);
    if (!greeting.ok) return withRefusal('bad-message');
    if (greeting.value.version !== protocolVersion) return withRefusal('version-mismatch');
    const held = this.#perAddress.get(this.#addressOf(socket.request)) ?? 0;
    return held < this.#options.connectionsPerAddress ? undefined : withRefusal('too-many');
  }

  #addressOf({ socket, headers }: IncomingMessage): string {
    const forwarded = headers['x-forwarded-for'];
    const header = typeof forwarded === 'string' ? forwarded : undefined;
    return addressGroup(clientAddress(socket.remoteAddress ?? '', header, this.#options.trustProxy));
  }

  #welcome(socket: Socket): void {
    const { request } = socket;
    const pageHost = this.#options.publicHost ?? hostNameOf(request.headers.host);
    const address = this.#addressOf(request);
    socket.data = new Connection(socket, address, pageHost);
    this.#perAddress.set(address, (this.#perAddress.get(address) ?? 0) + 1);
    socket.on('disconnect', this.#onGone);
    slimDown(socket, this.#listeners);
  }

  #forget(connection: Connection): void {
    const held = (this.#perAddress.get(connection.address) ?? 1) - 1;
    if (held > 0) this.#perAddress.set(connection.address, held);
    else this.#perAddress.delete(connection.address);
    this.#openRooms.unwatch(connection);
    this.#rates.forget(connection.socketId);
    // A page that has said goodbye to Socket.IO alone would hold its transport for nothing.
    connection.disconnect();
    try {
      connection.seat?.room.lost(connection, connection.seat.member);
    } catch (error) {
      this.#log.error({ err: error }, 'a disconnect failed');
    }
  }

  async #answer(connection: Connection, event: string, args: readonly unknown[]): Promise<void> {
    const last = args.at(-1);
    const acknowledge = isAcknowledgement(last) ? last : null;
    try {
      const answer = await this.#dispatch.answer(connection, event, acknowledge === null ? args : args.slice(0, -1));
      if (acknowledge !== null) connection.reply(acknowledge, answer);
    } catch (error) {
      // A bug of ours: what it belongs to has been closed already; this page starts afresh.
      this.#log.error({ err: error, event }, 'an event failed');
      connection.disconnect();
    }
  }
}

/** A listener that finds the connection of the socket it is called on. */
function onConnection(act: (connection: Connection, args: readonly unknown[]) => void): SocketListener {
  return function (...args) {
    const connection: unknown = this.data;
    if (connection instanceof Connection) act(connection, args);
  };
}

/** JSON has no functions: one at the end is the way to answer. */
function isAcknowledgement(last: unknown): last is (answer: unknown) => void {
  return typeof last === 'function';
}

function withRefusal(code: RefusalCode): Error & { data: Refusal } {
  return Object.assign(new Error(code), { data: refusal(code) });
}
