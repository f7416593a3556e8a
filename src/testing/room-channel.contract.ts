// What every way of saying something to members keeps, over data channels and through the server alike.
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { limits } from '#protocol/limits.ts';
import type { ChannelLab, LabPage } from './channel-lab.ts';

const Text = v.strictObject({ text: v.pipe(v.string(), v.maxLength(300_000)) });

interface Heard {
  readonly from: string;
  readonly text: string;
}

function hear(page: LabPage | undefined, feature = 'chat'): Heard[] {
  const heard: Heard[] = [];
  page?.channel.onMessage(feature, Text, ({ text }, from) => heard.push({ from, text }));
  return heard;
}

export function roomChannelContract(name: string, open: (members?: number) => ChannelLab): void {
  describe(`a room channel by ${name}`, () => {
    test('shows everybody else what one says, once, in order, with its speaker', async () => {
      const lab = open(3);
      const [a, b, c] = lab.pages;
      const [atA, atB, atC] = [hear(a), hear(b), hear(c)];
      for (const text of ['one', 'two', 'three']) a?.channel.publish('chat', { text }, { isReliable: true });
      await lab.settle();
      const said = ['one', 'two', 'three'].map((text) => ({ from: a?.peer.member, text }));
      expect([atA, atB, atC]).toEqual([[], said, said]);
    });

    test('shows one member what is for that one', async () => {
      const lab = open(3);
      const [a, b, c] = lab.pages;
      const [atB, atC] = [hear(b), hear(c)];
      if (b !== undefined) a?.channel.publish('chat', { text: 'psst' }, { to: b.peer.member, isReliable: true });
      await lab.settle();
      expect([atB.length, atC.length]).toEqual([1, 0]);
    });

    test('tells the speaker when all have it, and not before it has said which message that is', async () => {
      const lab = open(3);
      const [a] = lab.pages;
      const events: string[] = [];
      a?.channel.onDelivered('chat', (id) => events.push(`delivered ${id}`));
      const result = a?.channel.publish('chat', { text: 'hello' }, { isReliable: true });
      events.push(`published ${result?.ok === true ? result.id : ''}`);
      await lab.settle();
      expect(events).toEqual(['published 1', 'delivered 1']);
    });

    test('carries what was said while nothing got through, once', async () => {
      const lab = open();
      const [a, b] = lab.pages;
      const atB = hear(b);
      a?.channel.publish('chat', { text: 'before' }, { isReliable: true });
      lab.setOpen(false);
      a?.channel.publish('chat', { text: 'meanwhile' }, { isReliable: true });
      await lab.settle();
      lab.setOpen(true);
      await lab.settle();
      expect(atB.map(({ text }) => text)).toEqual(['before', 'meanwhile']);
    });

    test('carries a message of many pieces in any script', async () => {
      const lab = open();
      const [a, b] = lab.pages;
      const atB = hear(b);
      const text = '마당 👋 '.repeat(12_000);
      a?.channel.publish('chat', { text }, { isReliable: true });
      await lab.settle();
      expect(atB.map((heard) => heard.text === text)).toEqual([true]);
    });

    test('says no to what is too large, and to everything after its end', () => {
      const [a] = open().pages;
      const text = 'x'.repeat(limits.channelMessageBytes);
      expect(a?.channel.publish('chat', { text }, { isReliable: true })).toEqual({ ok: false, code: 'too-large' });
      a?.channel.close();
      expect(a?.channel.publish('chat', { text: 'x' }, { isReliable: true })).toEqual({
        ok: false,
        code: 'call-ended',
      });
    });

    test('keeps features apart and shows nothing that does not fit the schema', async () => {
      const lab = open();
      const [a, b] = lab.pages;
      const [chat, board] = [hear(b, 'chat'), hear(b, 'board')];
      a?.channel.publish('board', { text: 'for the board' }, { isReliable: true });
      a?.channel.publish('chat', { text: 'x', from: 'somebody else' }, { isReliable: true });
      a?.channel.publish('chat', { text: 7 }, { isReliable: true });
      a?.channel.publish('nobody', { text: 'x' }, { isReliable: true });
      await lab.settle();
      expect([chat, board.length]).toEqual([[], 1]);
      expect(b?.channel.drops()['not-said-so']).toBe(3);
    });

    test('lets a receiver answer while it hears', async () => {
      const lab = open();
      const [a, b] = lab.pages;
      const atA = hear(a);
      b?.channel.onMessage('chat', Text, ({ text }) => {
        b.channel.publish('chat', { text: `${text}!` }, { isReliable: true });
      });
      for (const text of ['1', '2']) a?.channel.publish('chat', { text }, { isReliable: true });
      await lab.settle();
      expect(atA.map(({ text }) => text)).toEqual(['1!', '2!']);
    });

    test('gives a page that was loaded again what its predecessor had not acknowledged', async () => {
      const lab = open();
      const [a, b] = lab.pages;
      a?.channel.publish('chat', { text: 'old' }, { isReliable: true });
      await lab.settle();
      lab.setOpen(false);
      a?.channel.publish('chat', { text: 'new' }, { isReliable: true });
      const again = b === undefined ? undefined : lab.reload(b);
      const heard = hear(again);
      lab.setOpen(true);
      await lab.settle();
      expect(heard.map(({ text }) => text)).toEqual(['new']);
    });

    test('shows the newest lossy message after a while without a way', async () => {
      const lab = open();
      const [a, b] = lab.pages;
      const atB = hear(b);
      lab.setOpen(false);
      for (const text of ['1', '2', '3']) a?.channel.publish('chat', { text }, { isReliable: false });
      lab.setOpen(true);
      await lab.settle();
      expect(atB.map(({ text }) => text)).toEqual(['3']);
    });
  });
}
