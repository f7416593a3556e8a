// One page of the pure channel, driven by hand: what it asks to send lies there until a test carries it.
import { advance, newChannel, publish } from '#call/channel.ts';
import type { Channel, ChannelEffect, ChannelEvent, SendEffect, Way } from '#call/channel-state.ts';
import type { Peer } from '#call/ports.ts';
import type { MemberId, SessionId } from '#protocol/ids.ts';
import type { RelayFrame } from '#protocol/relay.ts';

export function peer(name: string, page = 1): Peer {
  return { member: name.padEnd(16, 'm') as MemberId, session: `${name}${page}`.padEnd(16, 's') as SessionId };
}

export const mina = peer('mina');
export const jun = peer('jun');
export const sora = peer('sora');

/** One page, driven by hand: keeps what it asked to send and what it showed. */
export class Hand {
  state: Channel;
  nowMs = 0;
  sent: SendEffect[] = [];
  uploads: RelayFrame[] = [];
  shown: string[] = [];
  delivered: number[] = [];

  constructor(me: Peer, others: readonly Peer[], way: Way) {
    this.state = newChannel(me);
    this.happen({ kind: 'roster', peers: others });
    for (const { member } of others) this.happen({ kind: 'way', member, way });
  }

  happen(event: ChannelEvent): void {
    const { state, effects } = advance(this.state, event, this.nowMs);
    this.state = state;
    this.#keep(effects);
  }

  say(text: string, options: { to?: MemberId; isReliable?: boolean; feature?: string } = {}): string {
    const said = { feature: options.feature ?? 'chat', payload: Uint8Array.from(text, (char) => char.charCodeAt(0)) };
    const result = publish(
      this.state,
      { said, to: options.to ?? null, isReliable: options.isReliable ?? true },
      this.nowMs,
    );
    if (!result.ok) return result.code;
    this.state = result.advanced.state;
    this.#keep(result.advanced.effects);
    return 'ok';
  }

  wait(ms: number): void {
    this.nowMs += ms;
    this.happen({ kind: 'tick' });
  }

  hears(from: Hand): void {
    for (const { bytes } of from.sent.splice(0)) this.happen({ kind: 'frame', from: from.state.me.member, bytes });
    for (const { body, to } of from.uploads.splice(0)) {
      const mine = to.find(({ session }) => session === this.state.me.session);
      if (mine !== undefined) this.happen({ kind: 'relayed', from: from.state.me, seq: mine.seq, body });
    }
  }

  drops(): number {
    return Object.values(this.state.drops).reduce((sum, count) => sum + count, 0);
  }

  #keep(effects: readonly ChannelEffect[]): void {
    for (const effect of effects) {
      if (effect.kind === 'send') this.sent.push(effect);
      if (effect.kind === 'relay') this.uploads.push(effect.frame);
      if (effect.kind === 'deliver') this.shown.push(String.fromCharCode(...effect.said.payload.subarray(0, 30)));
      if (effect.kind === 'delivered') this.delivered.push(effect.id);
    }
  }
}

export function pair(way: Way): { a: Hand; b: Hand } {
  return { a: new Hand(mina, [jun], way), b: new Hand(jun, [mina], way) };
}

/** Until nothing moves: both hear each other and time passes. */
export function converse(a: Hand, b: Hand): void {
  for (let round = 0; round < 40; round += 1) {
    b.hears(a);
    a.hears(b);
    a.wait(250);
    b.wait(250);
  }
}
