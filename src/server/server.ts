// Puts the server together: secret, rooms, gateway, pages, STUN; and takes it down again, children first.
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import * as v from 'valibot';
import type { RefusalCode } from '#protocol/errors.ts';
import type { Settings } from './config.ts';
import { openSecret } from './data-folder.ts';
import { features } from './features.ts';
import { Dispatch } from './gateway/dispatch.ts';
import { Gateway } from './gateway/gateway.ts';
import { Rates } from './gateway/rates.ts';
import { openHttp } from './http/http-server.ts';
import { iceServersFor } from './ice-servers.ts';
import { type Log, openLog, roomTags } from './log.ts';
import type { SeatedFeature } from './rooms/feature-seat.ts';
import { frontDesk } from './rooms/front-desk.ts';
import { OpenRooms } from './rooms/open-rooms.ts';
import { RoomRegistry } from './rooms/registry.ts';
import { resumeTokens } from './rooms/resume-token.ts';
import { openStun, type StunServer } from './stun/stun-server.ts';
import { systemTimeAndChance, type TimeAndChance } from './time-and-chance.ts';

/** Long enough for "stopping" to reach every page, short enough for any supervisor. */
const farewellMs = 300;

export interface ServerParts {
  readonly timeAndChance: TimeAndChance;
  readonly features: readonly SeatedFeature[];
  readonly log: Log;
}

export interface RunningServer {
  /** Where this machine opens it. */
  readonly url: string;
  readonly port: number;
  /** Null when it is off or its port was taken. */
  readonly stunPort: number | null;
  /** What the server holds now. */
  counts(): { readonly rooms: number; readonly connections: number; readonly watchers: number };
  /** Messages refused since the start, by code. */
  refused(): ReadonlyMap<RefusalCode, number>;
  /** Tells everybody, closes everything; the second call waits for the first. At most 10 s. */
  close(): Promise<void>;
}

/** Rejects with the system's error when a port or the data folder cannot be had (EADDRINUSE, DataFolderError). */
export async function startServer(settings: Settings, given: Partial<ServerParts> = {}): Promise<RunningServer> {
  const parts = { timeAndChance: systemTimeAndChance, features, log: openLog(settings.logLevel), ...given };
  const { log, timeAndChance } = parts;
  const secret = await openSecret(settings.dataDir, timeAndChance.randomBytes);
  let stun: StunServer | null = null;
  const { registry, openRooms, dispatch, gateway } = openDoors(settings, parts, secret, () => stun?.port ?? null);
  let isReady = false;
  const { webDir, publicOrigin } = settings;
  const http = await openHttp({ webDir, publicOrigin, version: await ownVersion(), isReady: () => isReady }, log);
  gateway.attach(http.server);
  await http.listen({ port: settings.port, host: settings.host });
  if (settings.stunPort !== 0) {
    stun = await openStun({ port: settings.stunPort, host: settings.host }, timeAndChance.clock, log);
  }
  isReady = true;
  const port = portOf(http.server.address());

  async function close(): Promise<void> {
    isReady = false;
    dispatch.stop();
    gateway.tellAll('server:stopping');
    if (gateway.connections > 0) await new Promise((resolve) => setTimeout(resolve, farewellMs));
    gateway.close();
    registry.close();
    openRooms.close();
    await stun?.close();
    await http.close();
  }

  let closing: Promise<void> | null = null;
  return {
    url: `http://${shownHost(settings.host)}:${port}`,
    port,
    stunPort: stun?.port ?? null,
    counts: () => ({ rooms: registry.size, connections: gateway.connections, watchers: openRooms.watchers }),
    refused: () => dispatch.refused,
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

interface Doors {
  readonly registry: RoomRegistry;
  readonly openRooms: OpenRooms;
  readonly dispatch: Dispatch;
  readonly gateway: Gateway;
}

/** Rooms and everything between them and a socket. */
function openDoors(settings: Settings, parts: ServerParts, secret: Uint8Array, stunPort: () => number | null): Doors {
  const { log, timeAndChance } = parts;
  const { clock, randomBytes } = timeAndChance;
  const tokens = resumeTokens(secret, Buffer.from(randomBytes(12)).toString('base64url'));
  const tagOf = roomTags(secret);
  const openRooms = new OpenRooms(clock);
  // The SFU will be the server path.
  const tools = { ...timeAndChance, tokens, features: parts.features, paths: { hasServerPath: false } };
  const registry = new RoomRegistry(tools, {
    changed: (room) => openRooms.changed(room.listing()),
    gone: (room) => openRooms.gone(room.listing()),
    broke: (room, error) => log.error({ err: error, room: tagOf(room.id) }, 'a room was closed after a bug'),
  });
  const rates = new Rates(settings.connectionsPerAddress);
  const iceFor = (pageHost: string | null) => iceServersFor(pageHost, stunPort(), settings.iceServers);
  const desk = frontDesk({ registry, openRooms, tokens, clock, iceServersFor: iceFor });
  const dispatch = new Dispatch(desk, rates);
  return {
    registry,
    openRooms,
    dispatch,
    gateway: new Gateway(gatewayOptions(settings), dispatch, rates, openRooms, log),
  };
}

function gatewayOptions(settings: Settings): ConstructorParameters<typeof Gateway>[0] {
  const { publicOrigin, allowedOrigins, trustProxy, connectionsPerAddress } = settings;
  return {
    origins: {
      allowed: publicOrigin === null ? allowedOrigins : [publicOrigin, ...allowedOrigins],
      isOwnHostAllowed: publicOrigin === null,
    },
    trustProxy,
    connectionsPerAddress,
    publicHost: publicOrigin === null ? null : new URL(publicOrigin).hostname,
  };
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function shownHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}

/** Two folders up, both from this file and from the bundle (dist/server/main.js). */
async function ownVersion(): Promise<string> {
  const text = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
  return v.parse(v.object({ version: v.string() }), JSON.parse(text)).version;
}
