// What every MediaEngine keeps, whether its media is real or not. Runs under vitest with fakes and inside a real browser.
import type { EngineEvent, MediaEngine, Peer, Source } from '#call/ports.ts';
import type { Signal } from '#protocol/signaling.ts';

/** One page of a pair, with everything its engine has reported. */
export interface EngineSide<Track> {
  readonly self: Peer;
  readonly engine: MediaEngine<Track>;
  readonly events: readonly EngineEvent<Track>[];
  readonly signalsSent: readonly Signal[];
}

export interface EngineLab<Track> {
  /** Two engines; signals travel between them while `carriesSignals` is true. */
  pair(): { readonly a: EngineSide<Track>; readonly b: EngineSide<Track>; carriesSignals: boolean };
  track(source: Source): Track;
  /** Whether media of `from` reaches `at` now (decoded frames, audio energy; not a flag of the engine). */
  flows(at: EngineSide<Track>, from: EngineSide<Track>, source: Source): Promise<boolean>;
  /** Lets time pass until `isTrue`, at most a few seconds; false if it never was. */
  until(isTrue: () => boolean | Promise<boolean>): Promise<boolean>;
}

export interface ContractCase {
  readonly name: string;
  run<Track>(lab: EngineLab<Track>): Promise<void>;
}

function check(isTrue: boolean, what: string): void {
  if (!isTrue) throw new Error(what);
}

function isUp<Track>(side: EngineSide<Track>): boolean {
  return side.events.findLast((event) => event.kind === 'phase')?.phase === 'up';
}

function hasChannel<Track>(side: EngineSide<Track>): boolean {
  return side.events.findLast((event) => event.kind === 'channel')?.isOpen === true;
}

function framesOf<Track>(side: EngineSide<Track>): string[] {
  return side.events.flatMap((event) => (event.kind === 'frame' ? [event.bytes.join()] : []));
}

async function connect<Track>(
  lab: EngineLab<Track>,
  bothInitiate = false,
): Promise<ReturnType<EngineLab<Track>['pair']>> {
  const pair = lab.pair();
  pair.b.engine.link(pair.a.self, { isPolite: false, initiates: bothInitiate });
  pair.a.engine.link(pair.b.self, { isPolite: true, initiates: true });
  check(await lab.until(() => isUp(pair.a) && isUp(pair.b)), 'both sides are up');
  check(await lab.until(() => hasChannel(pair.a) && hasChannel(pair.b)), 'both sides have a channel');
  return pair;
}

function end<Track>(pair: { readonly a: EngineSide<Track>; readonly b: EngineSide<Track> }): void {
  pair.a.engine.close();
  pair.b.engine.close();
}

const descriptions = (side: EngineSide<unknown>): number =>
  side.signalsSent.filter(({ kind }) => kind !== 'candidates').length;

export const mediaEngineContract: readonly ContractCase[] = [
  {
    name: 'what one side sends reaches the other, both ways',
    async run(lab) {
      const pair = await connect(lab);
      for (const source of ['camera', 'microphone'] as const) {
        pair.a.engine.send(source, lab.track(source));
        pair.b.engine.send(source, lab.track(source));
        check(await lab.until(() => lab.flows(pair.b, pair.a, source)), `${source} of a reaches b`);
        check(await lab.until(() => lab.flows(pair.a, pair.b, source)), `${source} of b reaches a`);
      }
      end(pair);
    },
  },
  {
    name: 'stopping, resuming and replacing a source needs no new description',
    async run(lab) {
      const pair = await connect(lab);
      pair.a.engine.send('camera', lab.track('camera'));
      check(await lab.until(() => lab.flows(pair.b, pair.a, 'camera')), 'the camera arrives');
      const before = descriptions(pair.a) + descriptions(pair.b);
      pair.a.engine.send('camera', null);
      check(await lab.until(async () => !(await lab.flows(pair.b, pair.a, 'camera'))), 'it stops');
      pair.a.engine.send('camera', lab.track('camera'));
      check(await lab.until(() => lab.flows(pair.b, pair.a, 'camera')), 'it comes back');
      pair.a.engine.send('camera', lab.track('camera'));
      check(await lab.until(() => lab.flows(pair.b, pair.a, 'camera')), 'another camera arrives');
      check(descriptions(pair.a) + descriptions(pair.b) === before, 'no description was sent');
      end(pair);
    },
  },
  {
    name: 'what was sent before the link is sent on it',
    async run(lab) {
      const pair = lab.pair();
      pair.a.engine.send('camera', lab.track('camera'));
      pair.b.engine.send('camera', lab.track('camera'));
      pair.b.engine.link(pair.a.self, { isPolite: false, initiates: false });
      pair.a.engine.link(pair.b.self, { isPolite: true, initiates: true });
      check(await lab.until(() => lab.flows(pair.b, pair.a, 'camera')), 'the camera of a reaches b');
      check(await lab.until(() => lab.flows(pair.a, pair.b, 'camera')), 'the camera of b reaches a');
      end(pair);
    },
  },
  {
    name: 'both offer in the same moment and are connected all the same',
    async run(lab) {
      const pair = await connect(lab, true);
      pair.b.engine.send('camera', lab.track('camera'));
      check(await lab.until(() => lab.flows(pair.a, pair.b, 'camera')), 'the camera of b reaches a');
      pair.a.engine.send('camera', lab.track('camera'));
      check(await lab.until(() => lab.flows(pair.b, pair.a, 'camera')), 'the camera of a reaches b');
      const before = descriptions(pair.a) + descriptions(pair.b);
      check(await lab.until(() => lab.flows(pair.b, pair.a, 'camera')), 'it still flows');
      check(descriptions(pair.a) + descriptions(pair.b) === before, 'they have come to an end of negotiating');
      end(pair);
    },
  },
  {
    name: 'frames arrive in order and unchanged, reliable and lossy',
    async run(lab) {
      const pair = await connect(lab);
      for (const byte of [1, 2, 3]) {
        check(pair.a.engine.sendFrame(pair.b.self.member, Uint8Array.of(byte, 250), { isReliable: true }), 'taken');
      }
      check(await lab.until(() => framesOf(pair.b).length === 3), 'three frames');
      check(framesOf(pair.b).join(' ') === '1,250 2,250 3,250', 'in order');
      check(pair.b.engine.sendFrame(pair.a.self.member, Uint8Array.of(9), { isReliable: false }), 'taken');
      check(await lab.until(() => framesOf(pair.a).join(' ') === '9'), 'the lossy one');
      end(pair);
    },
  },
  {
    name: 'signals that were lost are said again when they can be delivered',
    async run(lab) {
      const pair = lab.pair();
      pair.carriesSignals = false;
      pair.b.engine.link(pair.a.self, { isPolite: false, initiates: false });
      pair.a.engine.link(pair.b.self, { isPolite: true, initiates: true });
      check(await lab.until(() => pair.a.signalsSent.length > 0), 'an offer was said to nobody');
      pair.carriesSignals = true;
      pair.a.engine.signalingReturned('everybody');
      check(await lab.until(() => isUp(pair.a) && isUp(pair.b)), 'both sides are up');
      end(pair);
    },
  },
  {
    name: 'unlinking takes the tracks and the channel away',
    async run(lab) {
      const pair = await connect(lab);
      pair.a.engine.unlink(pair.b.self.member);
      check(!hasChannel(pair.a), 'the channel is closed');
      const last = pair.a.events.filter((event) => event.kind === 'track').slice(-2);
      check(last.length === 2 && last.every(({ track }) => track === null), 'both tracks are gone');
      check(!pair.a.engine.sendFrame(pair.b.self.member, Uint8Array.of(1), { isReliable: true }), 'no frame is taken');
      pair.a.engine.unlink(pair.b.self.member);
      end(pair);
    },
  },
  {
    name: 'a signal from another session of the member is not heard',
    async run(lab) {
      const pair = lab.pair();
      pair.b.engine.link(pair.a.self, { isPolite: false, initiates: false });
      const stranger: Peer = { member: pair.a.self.member, session: pair.b.self.session };
      pair.b.engine.receive(stranger, { kind: 'offer', attempt: 5, id: 9, sdp: 'v=0' });
      check(pair.b.signalsSent.length === 0, 'nothing is answered');
      pair.a.engine.link(pair.b.self, { isPolite: true, initiates: true });
      check(await lab.until(() => isUp(pair.a) && isUp(pair.b)), 'the real page connects');
      end(pair);
    },
  },
  {
    name: 'after close nothing has an effect and nothing is thrown',
    async run(lab) {
      const pair = await connect(lab);
      pair.a.engine.close();
      pair.a.engine.close();
      const heard = pair.a.events.length;
      pair.a.engine.link(pair.b.self, { isPolite: true, initiates: true });
      pair.a.engine.send('camera', lab.track('camera'));
      pair.a.engine.receive(pair.b.self, { kind: 'offer', attempt: 9, id: 9, sdp: 'v=0' });
      pair.a.engine.networkReturned();
      check(!pair.a.engine.sendFrame(pair.b.self.member, Uint8Array.of(1), { isReliable: false }), 'no frame is taken');
      check(pair.a.events.length === heard, 'nothing is reported');
      end(pair);
    },
  },
];
