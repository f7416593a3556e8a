import { describe, it } from 'vitest';
import type { EngineEvent, Peer } from '#call/ports.ts';
import type { MemberId, SessionId } from '#protocol/ids.ts';
import type { Signal } from '#protocol/signaling.ts';
import { FakeMediaEngine, FakeNetwork, type FakeTrack } from './fake-media-engine.ts';
import { type EngineLab, type EngineSide, mediaEngineContract } from './media-engine.contract.ts';

function fakeLab(): EngineLab<FakeTrack> {
  let network = new FakeNetwork();
  return {
    pair() {
      network = new FakeNetwork();
      const pair = { carriesSignals: true };
      const a = side('a');
      const b = side('b');
      function side(name: 'a' | 'b'): EngineSide<FakeTrack> {
        const self = { member: name as MemberId, session: name as SessionId } satisfies Peer;
        const events: EngineEvent<FakeTrack>[] = [];
        const signalsSent: Signal[] = [];
        const engine = new FakeMediaEngine(self.member, network, (event) => {
          events.push(event);
          if (event.kind !== 'signal') return;
          signalsSent.push(event.signal);
          if (pair.carriesSignals) network.later(() => (name === 'a' ? b : a).engine.receive(self, event.signal));
        });
        return { self, engine, events, signalsSent };
      }
      return Object.assign(pair, { a, b });
    },
    track: (source) => source,
    flows: async (at, from, source) => network.engine(at.self.member)?.isReceiving(from.self.member, source) ?? false,
    until: async (isTrue) => {
      network.flush();
      return isTrue();
    },
  };
}

describe('the fake media engine keeps the contract', () => {
  it.each(mediaEngineContract)('$name', async ({ run }) => {
    await run(fakeLab());
  });
});
