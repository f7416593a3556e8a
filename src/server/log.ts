// The log: what happened, never who said what. Rooms appear under a tag that tells one from another and nothing more.
import { createHmac, hkdfSync } from 'node:crypto';
import { type Logger, pino } from 'pino';
import type { RoomId } from '#protocol/ids.ts';
import type { Settings } from './config.ts';

export type Log = Logger;
export type RoomTag = (id: RoomId) => string;

export function openLog(level: Settings['logLevel']): Log {
  return pino({ level, base: null });
}

/** The same room has the same tag until the server's secret changes; a tag leads to no room. */
export function roomTags(secret: Uint8Array): RoomTag {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'madang room tag 1', 32));
  return (id) => createHmac('sha256', key).update(id).digest('base64url').slice(0, 8);
}
