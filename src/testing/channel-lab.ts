// Room channels of a few pages in one process, over data channels or through a server that only carries bytes.

import * as v from 'valibot';
import type { Peer } from '#call/ports.ts';
import { MemberId, RoomId, SessionId } from '#protocol/ids.ts';
import type { RelayedFact } from '#protocol/relay.ts';
import { createRelaySeal, type RelaySeal } from '../web/link/relay-seal.ts';
import { newSecret } from '../web/link/room-link.ts';
import { createRoomChannel, type Present, type RoomChannel } from '../web/rtc/room-channel.ts';
import { manualClock } from './manual-clock.ts';

export type LabWay = 'direct' | 'relay' | 'sealed relay';

/** What the server carries, open to a test that plays a dishonest one. */
export interface Carried {
  readonly to: Peer;
  readonly fact: RelayedFact;
}

export interface LabPage {
  readonly peer: Peer;
  readonly channel: RoomChannel;
}

export interface ChannelLab {
  readonly pages: readonly LabPage[];
  readonly carried: readonly Carried[];
  /** From now on nothing gets through, or again everything. */
  setOpen(isOpen: boolean): void;
  /** Data channels take nothing, or again everything. */
  setClogged(isClogged: boolean): void;
  /** The member's page is loaded again; everybody hears of it. */
  reload(page: LabPage): LabPage;
  /** Until nothing moves any more: frames are carried, sealing is awaited, time passes. */
  settle(): Promise<void>;
}

let pagesMade = 0;

export function openChannelLab(way: LabWay, members = 2): ChannelLab {
  const clock = manualClock();
  const roomId = v.parse(RoomId, 'room'.padEnd(22, '-'));
  const secret = newSecret();
  const pages: LabPage[] = [];
  const carried: Carried[] = [];
  const underWay: (() => void)[] = [];
  const pending = new Set<Promise<unknown>>();
  let isOpen = true;
  let isClogged = false;

  function awaited<T>(work: Promise<T>): Promise<T> {
    pending.add(work);
    void work.then(() => pending.delete(work));
    return work;
  }

  function sealOf(me: Peer): RelaySeal {
    const seal = createRelaySeal(secret, roomId, me);
    return {
      seal: (body, isPlaced) => awaited(seal.seal(body, isPlaced)),
      open: (speaker, sealed, isPlaced) => awaited(seal.open(speaker, sealed, isPlaced)),
    };
  }

  function openPage(member: MemberId): LabPage {
    pagesMade += 1;
    const peer: Peer = { member, session: v.parse(SessionId, `page${String(pagesMade).padStart(12, '0')}`) };
    const channel = createRoomChannel(
      peer,
      {
        clock,
        sendFrame(to, bytes) {
          const target = pages.find((page) => page.peer.member === to);
          if (way !== 'direct' || isClogged || target === undefined) return false;
          if (isOpen) underWay.push(() => target.channel.handleFrame(member, bytes));
          return true;
        },
        relay({ to, body }) {
          if (way === 'direct' || !isOpen) return false;
          for (const { member: id, session, seq } of to) {
            const target = pages.find((page) => page.peer.member === id && page.peer.session === session);
            const fact: RelayedFact = { from: member, session: peer.session, seq, body };
            if (target === undefined) continue;
            carried.push({ to: target.peer, fact });
            underWay.push(() => target.channel.handleRelayed(fact));
          }
          return true;
        },
      },
      way === 'sealed relay' ? sealOf(peer) : null,
    );
    return { peer, channel };
  }

  function tellAll(): void {
    const roster = pages.map(({ peer }): Present => ({ id: peer.member, session: peer.session, presence: 'here' }));
    for (const { channel } of pages) {
      channel.handleRoster(roster);
      channel.handleSignaling(way !== 'direct' && isOpen);
      for (const { id } of roster) channel.handleWay(id, way === 'direct' && isOpen);
    }
  }

  for (let count = 1; count <= members; count += 1) {
    pages.push(openPage(v.parse(MemberId, `member${String(count).padStart(10, '0')}`)));
  }
  tellAll();

  return {
    pages,
    carried,
    setOpen(nowOpen) {
      isOpen = nowOpen;
      tellAll();
    },
    setClogged(nowClogged) {
      isClogged = nowClogged;
    },
    reload(page) {
      page.channel.close();
      const fresh = openPage(page.peer.member);
      pages.splice(pages.indexOf(page), 1, fresh);
      tellAll();
      return fresh;
    },
    async settle() {
      for (let round = 0; round < 30; round += 1) {
        do {
          for (const carry of underWay.splice(0)) carry();
          await Promise.all(pending);
          await Promise.resolve();
        } while (underWay.length + pending.size > 0);
        clock.advance(400);
      }
    },
  };
}
