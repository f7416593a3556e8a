// Which page the address means, with the History API. Takes a link's secret out of the address bar the moment it is read.
import { type ReadonlySignal, signal } from '@preact/signals';
import type { RoomId } from '#protocol/ids.ts';
import { keepSecret } from '../kept.ts';
import { readRoomLink } from '../link/room-link.ts';

export type Route =
  | { readonly page: 'home' }
  | { readonly page: 'room'; readonly roomId: RoomId }
  | { readonly page: 'unknown' };

const current = signal<Route>({ page: 'home' });

export const route: ReadonlySignal<Route> = current;

export function roomPath(roomId: RoomId): string {
  return `/r/${roomId}`;
}

/** The secret goes from the address bar into this tab's storage, where a reload finds it and a screenshot does not. */
export function readRoute(): void {
  const link = readRoomLink(location.href);
  if (link === null) {
    current.value = { page: location.pathname === '/' ? 'home' : 'unknown' };
    return;
  }
  if (link.secret !== null) keepSecret(link.roomId, link.secret);
  if (location.hash !== '') history.replaceState(history.state, '', location.pathname);
  const before = current.peek();
  if (before.page === 'room' && before.roomId === link.roomId && link.secret === null) return;
  current.value = { page: 'room', roomId: link.roomId };
}

export function go(path: string): void {
  history.pushState(null, '', path);
  readRoute();
  scrollTo(0, 0);
}

/** Starts hearing the address; called once. */
export function startRouting(): void {
  readRoute();
  addEventListener('popstate', readRoute);
  addEventListener('hashchange', readRoute);
}
