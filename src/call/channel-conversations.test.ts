// Conversations over bad networks, written by seeds: what is said is shown once, in order, to whom it was for.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ChannelWorld, type WorldAction } from '../testing/channel-world.ts';
import { seededRandom } from '../testing/seeded-random.ts';

type Kind = WorldAction['kind'];

const often: readonly Kind[] = [
  'say',
  'say',
  'say',
  'carry',
  'carry',
  'carry',
  'carry',
  'carry',
  'wait',
  'wait',
  'hear-roster',
];
const seldom: readonly Kind[] = [
  'lose',
  'repeat',
  'connect',
  'disconnect',
  'socket-down',
  'socket-up',
  'clog',
  'unclog',
];
const rarely: readonly Kind[] = ['reload', 'server-restart', 'leave', 'join'];

function actionOf(random: () => number): WorldAction {
  const dice = random();
  const kinds = dice < 0.75 ? often : dice < 0.97 ? seldom : rarely;
  const number = (below: number): number => Math.floor(random() * below);
  const kind = kinds[number(kinds.length)] ?? 'carry';
  const page = number(4);
  switch (kind) {
    case 'say':
      return {
        kind,
        page,
        to: number(3) === 0 ? number(4) : null,
        chars: number(20) === 0 ? number(60_000) : number(40),
        isReliable: number(4) > 0,
      };
    case 'carry':
    case 'lose':
    case 'repeat':
      return { kind, packet: number(1_000) };
    case 'wait':
      return { kind, ms: number(4) === 0 ? number(5_000) : number(200) };
    case 'connect':
    case 'disconnect':
      return { kind, page, other: number(4) };
    case 'join':
    case 'server-restart':
      return { kind };
    case 'socket-down':
    case 'socket-up':
    case 'hear-roster':
    case 'reload':
    case 'leave':
    case 'clog':
    case 'unclog':
      return { kind, page };
  }
}

function converse(actions: Iterable<WorldAction>): readonly string[] {
  const world = new ChannelWorld(3);
  for (const action of actions) {
    world.perform(action);
    if (world.problems.length > 0) return world.problems;
  }
  world.settle();
  return world.problems;
}

function* written(seed: number, steps: number): Iterable<WorldAction> {
  const random = seededRandom(seed);
  for (let step = 0; step < steps; step += 1) yield actionOf(random);
}

describe('a conversation of three over a network that loses, repeats, reorders and changes its ways', () => {
  const seeds = Array.from({ length: 24 }, (_, index) => 7_001 + index);
  test.each(seeds)('seed %i: everything is shown once, in order, to whom it was for', (seed) => {
    expect(converse(written(seed, 2_500))).toEqual([]);
  });

  test('any short conversation, made smaller when it fails', () => {
    const action = fc.integer({ min: 0, max: 2 ** 31 }).map((seed) => actionOf(seededRandom(seed)));
    fc.assert(
      fc.property(fc.array(action, { maxLength: 120 }), (actions) => {
        expect(converse(actions)).toEqual([]);
      }),
      { numRuns: 120, seed: 20_260_901 },
    );
  });
});
