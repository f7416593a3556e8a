import { describe, expect, it } from 'vitest';
import type { Signal } from '#protocol/signaling.ts';
import { FakePeerConnection } from '../testing/fake-peer-connection.ts';
import { pick, seededRandom } from '../testing/seeded-random.ts';
import { advanceLink, type Link, type LinkEffect, type LinkEvent, newLink } from './link.ts';

/** One page of a pair: the real link machine over a fake browser. */
class Side {
  link: Link;
  connection: FakePeerConnection | null = null;
  readonly outbox: Signal[] = [];
  readonly problems: string[] = [];
  opened = 0;
  nowMs = 0;
  readonly name: string;

  constructor(name: string, isPolite: boolean) {
    this.name = name;
    this.link = newLink(isPolite, 0);
  }

  handle(event: LinkEvent): void {
    const { state, effects } = advanceLink(this.link, event);
    this.link = state;
    for (const effect of effects) this.#perform(effect);
  }

  #perform(effect: LinkEffect): void {
    switch (effect.kind) {
      case 'open': {
        this.problems.push(...(this.connection?.problems ?? []));
        this.opened += 1;
        const { attempt } = effect;
        const connection = new FakePeerConnection(`${this.name}${this.opened}.`, effect.initiates, (event) => {
          if (this.connection === connection) this.handle({ kind: 'negotiation', attempt, event, nowMs: this.nowMs });
        });
        this.connection = connection;
        return;
      }
      case 'restart-ice':
        this.connection?.restartIce();
        return;
      case 'refresh-picture':
        return;
      case 'make':
        this.connection?.make(effect.type);
        return;
      case 'take':
        this.connection?.take(effect.type, effect.sdp);
        return;
      case 'add':
        this.connection?.addCandidates(effect.candidates);
        return;
      case 'send':
        this.outbox.push(effect.signal);
        return;
      case 'send-again': {
        const sdp = this.connection?.localDescription(effect.name.of) ?? null;
        if (sdp !== null)
          this.outbox.push({ kind: effect.name.of, attempt: this.link.attempt, id: effect.name.id, sdp });
        return;
      }
    }
  }
}

class Pair {
  readonly polite = new Side('p', true);
  readonly impolite = new Side('i', false);
  readonly sides = [this.polite, this.impolite] as const;

  other(side: Side): Side {
    return side === this.polite ? this.impolite : this.polite;
  }

  deliver(from: Side): void {
    const signal = from.outbox.shift();
    if (signal !== undefined) this.other(from).handle({ kind: 'signal', signal, nowMs: from.nowMs });
  }

  /** Everything that is under way comes to its end, in turns. */
  settle(): void {
    for (let round = 0; round < 400; round += 1) {
      const isQuiet = this.sides.every((side) => side.outbox.length === 0 && side.connection?.isBusy !== true);
      if (isQuiet) return;
      for (const side of this.sides) {
        side.connection?.step();
        this.deliver(side);
      }
    }
    throw new Error('the pair never becomes quiet');
  }

  expectAgreement(): void {
    const [a, b] = this.sides;
    expect([...a.problems, ...(a.connection?.problems ?? [])]).toEqual([]);
    expect([...b.problems, ...(b.connection?.problems ?? [])]).toEqual([]);
    expect(a.link.attempt).toBe(b.link.attempt);
    for (const side of this.sides) {
      expect(side.link.negotiation.phase.kind).toBe('stable');
      expect(side.connection?.state).toBe('stable');
      expect(side.connection?.remote?.ufrag).toBe(this.other(side).connection?.local?.ufrag);
      expect(side.connection?.remote?.sections).toBe(2);
      expect(side.link.negotiation.early.length).toBeLessThanOrEqual(16);
    }
  }
}

function begun(initiator: 'polite' | 'impolite' | 'both'): Pair {
  const pair = new Pair();
  for (const side of pair.sides) {
    side.handle({ kind: 'begin', initiates: initiator === 'both' || pair[initiator] === side });
  }
  return pair;
}

describe('two pages that connect', () => {
  it.each(['polite', 'impolite', 'both'] as const)('agree when %s offers', (initiator) => {
    const pair = begun(initiator);
    pair.settle();
    pair.expectAgreement();
  });

  it('agree when both restart in the same moment', () => {
    const pair = begun('polite');
    pair.settle();
    for (const side of pair.sides) side.connection?.restartIce();
    pair.settle();
    pair.expectAgreement();
  });

  it('says an unanswered offer again when signals can be delivered again', () => {
    const pair = begun('impolite');
    pair.impolite.connection?.step();
    pair.impolite.connection?.step();
    pair.impolite.outbox.length = 0;
    pair.settle();
    pair.impolite.handle({ kind: 'negotiation', attempt: 0, event: { kind: 'repeat' }, nowMs: 0 });
    pair.settle();
    pair.expectAgreement();
  });

  it('says a lost answer again when the offer comes twice', () => {
    const pair = begun('polite');
    while (pair.polite.outbox.length === 0) pair.polite.connection?.step();
    pair.deliver(pair.polite);
    while (pair.impolite.outbox.length === 0) pair.impolite.connection?.step();
    pair.impolite.outbox.length = 0;
    pair.polite.handle({ kind: 'negotiation', attempt: 0, event: { kind: 'repeat' }, nowMs: 0 });
    pair.settle();
    pair.expectAgreement();
  });

  it('takes the newer connection of the two when one side begins anew', () => {
    const pair = begun('polite');
    pair.settle();
    pair.impolite.nowMs = 60_000;
    pair.impolite.handle({ kind: 'negotiation', attempt: 0, event: { kind: 'failed' }, nowMs: 60_000 });
    expect(pair.impolite.opened).toBe(2);
    pair.settle();
    pair.expectAgreement();
    expect(pair.polite.opened).toBe(2);
  });

  it('does not spin when descriptions never fit', () => {
    const pair = begun('polite');
    for (let round = 0; round < 100; round += 1) {
      pair.polite.handle({
        kind: 'negotiation',
        attempt: pair.polite.link.attempt,
        event: { kind: 'failed' },
        nowMs: 10,
      });
    }
    expect(pair.polite.opened).toBe(1);
  });

  it('drops what a replaced connection still says', () => {
    const pair = begun('polite');
    pair.settle();
    pair.polite.handle({ kind: 'negotiation', attempt: 7, event: { kind: 'failed' }, nowMs: 60_000 });
    pair.polite.handle({ kind: 'signal', signal: { kind: 'answer', attempt: 3, id: 1, sdp: '{}' }, nowMs: 60_000 });
    expect(pair.polite.opened).toBe(1);
    pair.expectAgreement();
  });

  it('keeps at most sixteen batches of candidates that came too early', () => {
    const pair = begun('polite');
    const candidates = [{ candidate: 'x', sdpMid: '0', sdpMLineIndex: 0 }];
    for (let id = 1; id < 100; id += 1) {
      pair.impolite.handle({
        kind: 'signal',
        signal: { kind: 'candidates', attempt: 0, of: 'offer', id, candidates },
        nowMs: 0,
      });
    }
    expect(pair.impolite.link.negotiation.early).toHaveLength(16);
    pair.settle();
    pair.expectAgreement();
  });
});

describe('any schedule', () => {
  const seeds = Array.from({ length: 1_500 }, (_, seed) => seed);

  it('ends in agreement: glare both ways, restarts, renewals, repeats, lost and late signals', () => {
    for (const seed of seeds) {
      const random = seededRandom(seed);
      const pair = begun(pick(['polite', 'impolite', 'both'] as const, random));
      let wasAnythingLost = false;
      for (let step = 0; step < 120; step += 1) {
        const side = pick(pair.sides, random);
        side.nowMs = step * 400;
        const roll = random();
        if (roll < 0.4) side.connection?.step();
        else if (roll < 0.75) pair.deliver(side);
        else if (roll < 0.8) side.connection?.gather(`a${step}`);
        else if (roll < 0.84) side.connection?.restartIce();
        else if (roll < 0.88) repeat(side);
        else if (roll < 0.91 && seed % 2 === 1) {
          // The socket dies: what was under way is lost, both say again what is unanswered.
          for (const each of pair.sides) each.outbox.length = 0;
          wasAnythingLost = true;
        } else if (roll < 0.92) {
          side.handle({
            kind: 'negotiation',
            attempt: side.link.attempt,
            event: { kind: 'failed' },
            nowMs: side.nowMs,
          });
        }
      }
      try {
        pair.settle();
        if (wasAnythingLost) {
          for (const side of pair.sides) repeat(side);
          pair.settle();
          for (const side of pair.sides) side.connection?.restartIce();
          pair.settle();
        }
        pair.expectAgreement();
      } catch (error) {
        throw new Error(`seed ${seed}`, { cause: error });
      }
    }
  });
});

function repeat(side: Side): void {
  side.handle({ kind: 'negotiation', attempt: side.link.attempt, event: { kind: 'repeat' }, nowMs: side.nowMs });
}
