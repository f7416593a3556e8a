// Members' pages talking through the pure channel over a network that loses, repeats, reorders and changes its ways.
// What happens is data, so that a seed or a shrinking generator can write it; `problems` says what a person would notice.
import { advance, newChannel, publish, wakesAtMs } from '#call/channel.ts';
import type { Channel, ChannelEffect, ChannelEvent, SendEffect, Way } from '#call/channel-state.ts';
import type { Peer } from '#call/ports.ts';
import type { MemberId, SessionId } from '#protocol/ids.ts';
import { limits } from '#protocol/limits.ts';
import { pick, seededRandom } from './seeded-random.ts';

export type WorldAction =
  | {
      readonly kind: 'say';
      readonly page: number;
      readonly to: number | null;
      readonly chars: number;
      readonly isReliable: boolean;
    }
  | { readonly kind: 'carry' | 'lose' | 'repeat'; readonly packet: number }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'connect' | 'disconnect'; readonly page: number; readonly other: number }
  | { readonly kind: 'socket-down' | 'socket-up' | 'hear-roster' | 'reload' | 'leave'; readonly page: number }
  | { readonly kind: 'join' | 'server-restart' }
  /** The data channels of a page take nothing for a while. */
  | { readonly kind: 'clog' | 'unclog'; readonly page: number };

interface Saying {
  readonly id: number;
  readonly isReliable: boolean;
  readonly feature: string;
  readonly text: string;
  /** The pages it is for, as their speaker knew them. */
  readonly to: ReadonlyMap<MemberId, SessionId>;
}

interface Page {
  readonly peer: Peer;
  channel: Channel;
  isAlive: boolean;
  isSocketUp: boolean;
  isClogged: boolean;
  readonly said: Saying[];
  readonly delivered: number[];
  /** What was shown, by the page that said it. */
  readonly shown: Map<SessionId, string[]>;
}

interface Packet {
  readonly from: Page;
  readonly to: Page;
  readonly way: 'direct' | 'relay';
  readonly event: ChannelEvent;
}

const membersMax = 4;

export class ChannelWorld {
  nowMs = 1_000;
  readonly pages: Page[] = [];
  readonly problems: string[] = [];
  #packets: Packet[] = [];
  readonly #connected = new Set<string>();
  #made = 0;

  constructor(members: number) {
    for (let count = 0; count < members; count += 1) this.#enter(this.#newMember());
    for (const page of this.alive()) this.#hearRoster(page);
  }

  alive(): readonly Page[] {
    return this.pages.filter((page) => page.isAlive);
  }

  perform(action: WorldAction): void {
    switch (action.kind) {
      case 'say':
        this.#say(this.#page(action.page), action);
        return;
      case 'carry':
      case 'lose':
      case 'repeat':
        this.#movePacket(action);
        return;
      case 'wait':
        this.#wait(action.ms);
        return;
      case 'connect':
      case 'disconnect':
        this.#setConnected(this.#page(action.page), this.#page(action.other), action.kind === 'connect');
        return;
      case 'join':
        if (this.alive().length < membersMax) this.#enter(this.#newMember());
        return;
      case 'server-restart':
        for (const page of this.alive()) this.#setSocket(page, false);
        this.#packets = this.#packets.filter((packet) => packet.way === 'direct');
        return;
      case 'socket-down':
      case 'socket-up':
      case 'hear-roster':
      case 'reload':
      case 'leave':
      case 'clog':
      case 'unclog':
        this.#performOn(this.#page(action.page), action.kind);
        return;
    }
  }

  /** Lets everything that can arrive arrive: all sockets up, nothing lost. */
  settle(): void {
    for (const page of this.alive()) {
      page.isClogged = false;
      this.#setSocket(page, true);
    }
    for (const page of this.alive()) this.#hearRoster(page);
    for (let rounds = 0; rounds < 400 && !this.#isQuiet(); rounds += 1) {
      while (this.#packets.length > 0) this.#movePacket({ kind: 'carry', packet: 0 });
      this.#wait(500);
    }
    if (!this.#isQuiet()) this.problems.push('not quiet after 200 s');
    for (const page of this.alive()) this.#checkComplete(page);
  }

  #performOn(
    page: Page,
    kind: 'socket-down' | 'socket-up' | 'hear-roster' | 'reload' | 'leave' | 'clog' | 'unclog',
  ): void {
    switch (kind) {
      case 'socket-down':
      case 'socket-up':
        this.#setSocket(page, kind === 'socket-up');
        return;
      case 'hear-roster':
        if (page.isSocketUp) this.#hearRoster(page);
        return;
      case 'reload':
        this.#close(page);
        this.#enter(page.peer.member);
        return;
      case 'leave':
        if (this.alive().length > 2) this.#close(page);
        return;
      case 'clog':
      case 'unclog':
        page.isClogged = kind === 'clog';
        return;
    }
  }

  #page(index: number): Page {
    const alive = this.alive();
    const page = alive[index % alive.length];
    if (page === undefined) throw new RangeError('nobody is here');
    return page;
  }

  #newMember(): MemberId {
    return `member${this.#serial()}` as MemberId;
  }

  #serial(): string {
    this.#made += 1;
    return String(this.#made).padStart(10, '0');
  }

  #enter(member: MemberId): void {
    const peer = { member, session: `page__${this.#serial()}` as SessionId };
    this.pages.push({
      peer,
      channel: newChannel(peer),
      isAlive: true,
      isSocketUp: true,
      isClogged: false,
      said: [],
      delivered: [],
      shown: new Map(),
    });
  }

  #close(page: Page): void {
    page.isAlive = false;
    for (const other of this.alive()) this.#setConnected(page, other, false);
  }

  #say(page: Page, action: WorldAction & { readonly kind: 'say' }): void {
    const to = action.to === null ? null : this.#page(action.to).peer.member;
    const id = page.channel.lastId + 1;
    const feature = pick(['chat', 'board'], seededRandom(id));
    const text = `${page.peer.session}#${id}${'.'.repeat(action.chars)}`;
    const said = { feature, payload: Uint8Array.from(text, (char) => char.charCodeAt(0)) };
    const heardBy = [...page.channel.links].filter(([member]) => to === null || to === member);
    const result = publish(page.channel, { said, to, isReliable: action.isReliable }, this.nowMs);
    if (!result.ok) return;
    const sessions = new Map(heardBy.map(([member, link]) => [member, link.session]));
    page.said.push({ id, feature, text, isReliable: action.isReliable, to: sessions });
    page.channel = result.advanced.state;
    this.#execute(page, result.advanced.effects);
  }

  #tell(page: Page, event: ChannelEvent): void {
    if (!page.isAlive) return;
    const { state, effects } = advance(page.channel, event, this.nowMs);
    page.channel = state;
    this.#execute(page, effects);
    this.#checkBounds(page);
  }

  #execute(page: Page, effects: readonly ChannelEffect[]): void {
    for (const effect of effects) {
      switch (effect.kind) {
        case 'send':
          this.#send(page, effect);
          break;
        case 'relay':
          if (!page.isSocketUp) break;
          for (const { member, session, seq } of effect.frame.to) {
            const to = this.alive().find((other) => other.peer.member === member && other.peer.session === session);
            if (to?.isSocketUp !== true) continue;
            const event: ChannelEvent = { kind: 'relayed', from: page.peer, seq, body: effect.frame.body };
            this.#packets.push({ from: page, to, way: 'relay', event });
          }
          break;
        case 'deliver':
          this.#show(page, effect.from, effect.said.payload);
          break;
        case 'delivered':
          page.delivered.push(effect.id);
          break;
      }
    }
  }

  #send(page: Page, effect: SendEffect): void {
    const to = this.alive().find((other) => other.peer.member === effect.member);
    if (to === undefined || page.isClogged || !this.#connected.has(pairOf(page, to))) {
      this.#tell(page, { kind: 'full', unsent: effect });
      return;
    }
    const event: ChannelEvent = { kind: 'frame', from: page.peer.member, bytes: effect.bytes };
    this.#packets.push({ from: page, to, way: 'direct', event });
  }

  #show(page: Page, from: MemberId, payload: Uint8Array): void {
    const text = String.fromCharCode(...payload.subarray(0, 40)) + '.'.repeat(Math.max(0, payload.length - 40));
    const session = page.channel.links.get(from)?.session;
    const speaker = this.pages.find((other) => other.peer.session === session && other.peer.member === from);
    if (session === undefined || speaker === undefined) {
      this.problems.push(`${page.peer.session} shows something of nobody`);
      return;
    }
    const shown = page.shown.get(session) ?? [];
    page.shown.set(session, [...shown, text]);
    this.#checkShown(page, speaker);
  }

  /** In the order it was said, nothing twice, nothing between left out. */
  #checkShown(page: Page, speaker: Page): void {
    const shown = page.shown.get(speaker.peer.session) ?? [];
    const forPage = speaker.said.filter((saying) => saying.to.has(page.peer.member));
    const problem = (what: string): void => {
      this.problems.push(`${page.peer.session} from ${speaker.peer.session}: ${what}`);
    };
    const reliable = forPage.filter((saying) => saying.isReliable).map((saying) => saying.text);
    const lossy = forPage.filter((saying) => !saying.isReliable);
    const isReliable = new Set(reliable);
    const shownReliable = shown.filter((text) => isReliable.has(text));
    const start = reliable.indexOf(shownReliable[0] ?? '');
    const expected = start < 0 ? [] : reliable.slice(start, start + shownReliable.length);
    if (expected.join() !== shownReliable.join()) problem('not once, in order and without a gap');
    for (const feature of ['chat', 'board']) {
      const said = lossy.filter((saying) => saying.feature === feature).map((saying) => saying.text);
      const order = shown.map((text) => said.indexOf(text)).filter((index) => index >= 0);
      if (order.some((index, at) => at > 0 && index <= (order[at - 1] ?? 0)))
        problem('an older lossy message after a newer');
    }
    const known = new Set(forPage.map((saying) => saying.text));
    if (shown.some((text) => !known.has(text))) problem('something that was not said to it');
  }

  #checkComplete(speaker: Page): void {
    for (const page of this.alive()) {
      if (page === speaker) continue;
      const { member, session } = page.peer;
      const due = speaker.said.filter((saying) => saying.isReliable && saying.to.has(member));
      const shownHere = new Set(page.shown.get(speaker.peer.session));
      const before = this.pages.filter((other) => other.peer.member === member);
      const shown = new Set(before.flatMap((other) => other.shown.get(speaker.peer.session) ?? []));
      const missing = due.filter((saying) => !(saying.to.get(member) === session ? shownHere : shown).has(saying.text));
      if (missing.length > 0) this.problems.push(`${session} misses ${missing.length} of ${speaker.peer.session}`);
    }
    const reliable = speaker.said.filter((saying) => saying.isReliable).map((saying) => saying.id);
    const delivered = speaker.delivered.toSorted((a, b) => a - b);
    if (delivered.join() !== reliable.join())
      this.problems.push(`${speaker.peer.session}: delivered is not what was said`);
  }

  #checkBounds(page: Page): void {
    for (const { outgoing, incoming, lossy } of page.channel.links.values()) {
      const isWithin =
        outgoing.pieces.length <= limits.channelUnackedFragments &&
        outgoing.bytes <= limits.channelUnackedBytes &&
        incoming.early.size <= limits.channelEarlyFragments &&
        incoming.parts.length <= 20 &&
        lossy.size <= 16;
      if (!isWithin) this.problems.push(`${page.peer.session} is over a bound`);
    }
  }

  #movePacket(action: { readonly kind: 'carry' | 'lose' | 'repeat'; readonly packet: number }): void {
    const index = action.packet % Math.max(1, this.#packets.length);
    const packet = this.#packets[index];
    if (packet === undefined) return;
    if (action.kind !== 'repeat') this.#packets.splice(index, 1);
    if (action.kind === 'lose') return;
    const canArrive =
      packet.way === 'relay' ? packet.to.isSocketUp : this.#connected.has(pairOf(packet.from, packet.to));
    if (canArrive) this.#tell(packet.to, packet.event);
  }

  #wait(ms: number): void {
    const endMs = this.nowMs + ms;
    for (;;) {
      const due = this.alive().map((page) => ({ page, atMs: wakesAtMs(page.channel) ?? Number.POSITIVE_INFINITY }));
      const next = due.reduce((soonest, one) => (one.atMs < soonest.atMs ? one : soonest));
      if (next.atMs > endMs) break;
      this.nowMs = Math.max(this.nowMs + 1, next.atMs);
      this.#tell(next.page, { kind: 'tick' });
    }
    this.nowMs = Math.max(this.nowMs, endMs);
  }

  #setSocket(page: Page, isUp: boolean): void {
    page.isSocketUp = isUp;
    if (isUp) this.#hearRoster(page);
    this.#tellWays(page);
  }

  #setConnected(page: Page, other: Page, isConnected: boolean): void {
    if (page === other) return;
    if (isConnected) this.#connected.add(pairOf(page, other));
    else this.#connected.delete(pairOf(page, other));
    this.#tellWays(page);
    this.#tellWays(other);
  }

  #hearRoster(page: Page): void {
    const peers = this.alive()
      .filter((other) => other !== page)
      .map((other) => other.peer);
    this.#tell(page, { kind: 'roster', peers });
    this.#tellWays(page);
  }

  #tellWays(page: Page): void {
    for (const [member, { session }] of page.channel.links) {
      const other = this.pages.find((one) => one.peer.member === member && one.peer.session === session);
      const isDirect = other !== undefined && this.#connected.has(pairOf(page, other));
      const way: Way = isDirect ? 'direct' : page.isSocketUp ? 'relay' : 'none';
      this.#tell(page, { kind: 'way', member, way });
    }
  }

  #isQuiet(): boolean {
    return this.#packets.length === 0 && this.alive().every(isIdle);
  }
}

function isIdle(page: Page): boolean {
  const links = [...page.channel.links.values()];
  return links.every(({ outgoing, ackDueAtMs }) => outgoing.pieces.length === 0 && ackDueAtMs === null);
}

function pairOf(page: Page, other: Page): string {
  return [page.peer.session, other.peer.session].toSorted().join(' ');
}
