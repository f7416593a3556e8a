// Ids that this page makes up: 96 random bits as 16 base64url characters, also where the page is not a secure context.
import * as v from 'valibot';
import { SessionId } from '#protocol/ids.ts';

export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_');
}

export function newSession(): SessionId {
  return v.parse(SessionId, randomId());
}
