import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MemberId } from '#protocol/ids.ts';
import { limits } from '#protocol/limits.ts';
import { type ChatEvent, type ChatLog, newChatLog, reduceChat, turnsOf, type Writer } from './model.ts';

const mina: Writer = { id: 'mina'.padEnd(16, '-') as MemberId, name: 'Mina' };
const jun: Writer = { id: 'jun'.padEnd(16, '-') as MemberId, name: 'Jun' };

function logOf(...events: readonly ChatEvent[]): ChatLog {
  return events.reduce(reduceChat, newChatLog(''));
}

function wrote(id: string, nowMs = 0, text = id): ChatEvent {
  return { kind: 'wrote', id, text, by: mina, nowMs };
}

function heard(id: string, nowMs = 0, by = jun, text = id): ChatEvent {
  return { kind: 'heard', id, text, by, nowMs };
}

function texts(log: ChatLog): readonly string[] {
  return log.entries.map((entry) =>
    entry.kind === 'message' ? entry.text : `+${entry.joined.join()} -${entry.left.join()}`,
  );
}

describe('a message', () => {
  test('of one’s own is on its way until everybody has it', () => {
    const log = logOf(wrote('a'), { kind: 'published', id: 'a', channelId: 7 });
    expect(log.entries).toMatchObject([{ phase: 'sending', channelId: 7 }]);
    expect(reduceChat(log, { kind: 'delivered', channelId: 7 }).entries).toMatchObject([
      { phase: 'sent', channelId: null },
    ]);
    expect(reduceChat(log, { kind: 'delivered', channelId: 8 }).entries).toMatchObject([{ phase: 'sending' }]);
  });

  test('that was refused stays and goes again under the same id', () => {
    const failed = logOf(wrote('a'), { kind: 'refused', id: 'a' });
    expect(failed.entries).toMatchObject([{ id: 'a', phase: 'failed' }]);
    const again = reduceChat(reduceChat(failed, { kind: 'retried', id: 'a' }), {
      kind: 'published',
      id: 'a',
      channelId: 1,
    });
    expect(reduceChat(again, { kind: 'delivered', channelId: 1 }).entries).toMatchObject([{ id: 'a', phase: 'sent' }]);
  });

  test('heard twice is shown once', () => {
    expect(texts(logOf(heard('a'), heard('b'), heard('a')))).toEqual(['a', 'b']);
  });

  test('of another with the same id is another message: ids cannot be taken away', () => {
    const log = logOf(wrote('a'), heard('a', 0, jun, 'from jun'), { kind: 'refused', id: 'a' });
    expect(log.entries).toMatchObject([
      { text: 'a', phase: 'failed' },
      { text: 'from jun', phase: 'sent' },
    ]);
  });

  test('keeps the name its writer had', () => {
    const log = logOf(heard('a'), heard('b', 1, { ...jun, name: 'Jun 2' }));
    expect(turnsOf(log.entries)).toHaveLength(2);
  });
});

describe('unread messages', () => {
  test('are counted while the panel is closed and are none when it opens', () => {
    const log = logOf(heard('a'), wrote('b'), heard('c'), heard('c'));
    expect(log.unread).toBe(2);
    expect(reduceChat(log, { kind: 'opened' }).unread).toBe(0);
    expect(logOf({ kind: 'opened' }, heard('a')).unread).toBe(0);
    expect(logOf({ kind: 'opened' }, { kind: 'closed' }, heard('a')).unread).toBe(1);
  });
});

describe('turns', () => {
  test('join what one writer says within two minutes', () => {
    const log = logOf(
      heard('a', 0),
      heard('b', 120_000),
      heard('c', 240_001),
      wrote('d', 240_002),
      heard('e', 240_003),
    );
    const shown = turnsOf(log.entries).map((turn) =>
      turn.kind === 'turn' ? turn.messages.map(({ id }) => id).join('') : '',
    );
    expect(shown).toEqual(['ab', 'c', 'd', 'e']);
  });

  test('leave a failed message alone, so that Retry is beside it', () => {
    const log = logOf(wrote('a'), wrote('b'), { kind: 'refused', id: 'b' }, wrote('c'));
    expect(turnsOf(log.entries)).toHaveLength(3);
  });
});

describe('comings and goings', () => {
  const came = (kind: 'joined' | 'left', name: string, nowMs = 0): ChatEvent => ({ kind, name, nowMs });

  test('are one line while nothing is said between them', () => {
    expect(texts(logOf(came('joined', 'Jun'), came('joined', 'Sora'), came('left', 'Jun')))).toEqual([
      '+Jun,Sora -Jun',
    ]);
    expect(texts(logOf(came('joined', 'Jun'), heard('a'), came('left', 'Jun')))).toEqual(['+Jun -', 'a', '+ -Jun']);
    expect(texts(logOf(came('joined', 'Jun'), came('left', 'Jun', 120_001)))).toEqual(['+Jun -', '+ -Jun']);
  });

  test('of somebody who comes and goes all the time stay one short line', () => {
    const events = Array.from({ length: 500 }, (_, index) =>
      came(index % 2 === 0 ? 'joined' : 'left', `n${index % 120}`),
    );
    const [line] = logOf(...events).entries;
    expect(line?.kind === 'comings' ? Math.max(line.joined.length, line.left.length) : 0).toBe(50);
  });
});

test('the log keeps its newest entries and stays under its bound', () => {
  const event = fc.oneof(
    fc.nat(2_000).map((id) => heard(String(id))),
    fc.nat(2_000).map((id) => wrote(`mine${id}`)),
    fc.nat(2_000).map((id): ChatEvent => ({ kind: 'refused', id: `mine${id}` })),
    fc.constantFrom<ChatEvent>({ kind: 'opened' }, { kind: 'closed' }),
  );
  fc.assert(
    fc.property(fc.array(event, { maxLength: 1_200, minLength: 600 }), (events) => {
      const log = logOf(...events);
      expect(log.entries.length).toBeLessThanOrEqual(limits.chatEntriesKept);
      const shown = turnsOf(log.entries).flatMap((turn) => (turn.kind === 'turn' ? turn.messages : []));
      expect(shown).toEqual(log.entries);
    }),
    { numRuns: 15 },
  );
});

test('a draft is what was typed last', () => {
  expect(logOf({ kind: 'drafted', text: 'hel' }, { kind: 'drafted', text: 'hello' }).draft).toBe('hello');
});
