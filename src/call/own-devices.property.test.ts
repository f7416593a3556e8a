import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  back,
  builtIn,
  cameras,
  desk,
  front,
  headset,
  listed,
  microphones,
  Rehearsal,
  webcam,
} from '../testing/device-rehearsal.ts';
import { deviceState } from './own-device.ts';
import type { DeviceKind, OwnDevice, TracksEffect, TracksEvent } from './tracks.ts';

const kind = fc.constantFrom<DeviceKind>('microphone', 'camera');
const device = fc.constantFrom(builtIn, headset, front, back, webcam, desk);
const anyEvent: fc.Arbitrary<TracksEvent> = fc.oneof(
  fc.record({ kind: fc.constant('want' as const), device: kind, isWanted: fc.boolean() }),
  fc.record({ kind: fc.constant('choose' as const), device: kind, id: device.map(({ id }) => id) }),
  fc.constant<TracksEvent>({ kind: 'flip' }),
  fc.record({ kind: fc.constant('retry' as const), device: kind }),
  fc.record({ kind: fc.constant('opened' as const), device: kind, opened: device }),
  fc.record({
    kind: fc.constant('failed' as const),
    device: kind,
    failure: fc.constantFrom('no-match' as const, 'in-use' as const, 'dismissed' as const, 'absent' as const),
  }),
  fc.record({ kind: fc.constantFrom('ended' as const, 'interrupted' as const, 'resumed' as const), device: kind }),
  fc.record({ kind: fc.constant('visibility' as const), isVisible: fc.boolean() }),
  fc.record({
    kind: fc.constant('listed' as const),
    devices: fc.subarray([...microphones, ...cameras, listed('camera', front), listed('camera', back)]),
  }),
  fc.record({
    kind: fc.constant('permission' as const),
    device: kind,
    permission: fc.constantFrom('granted' as const, 'denied' as const, 'prompt' as const),
  }),
  fc.constant<TracksEvent>({ kind: 'dismissed' }),
);

/** What the browser holds while the reducer's effects are executed, and what must never be seen there. */
class Ledger {
  readonly asked = new Set<DeviceKind>();
  readonly inFlight = new Set<DeviceKind>();
  readonly fresh = new Set<DeviceKind>();
  readonly inUse = new Set<DeviceKind>();
  readonly faults: string[] = [];
  readonly page: Rehearsal;

  constructor(isPhone: boolean) {
    this.page = new Rehearsal({ isPhone });
  }

  say(event: TracksEvent): void {
    // The browser answers only what was asked.
    const isAnswer = event.kind === 'opened' || event.kind === 'failed';
    if (isAnswer && !this.inFlight.delete(event.device)) return;
    if (event.kind === 'opened') this.fresh.add(event.device);
    if (event.kind === 'want' && event.isWanted) this.asked.add(event.device);
    for (const effect of this.page.say(event).asked()) this.#execute(effect);
    const { camera, notices } = this.page.state;
    this.#fault(this.fresh.size > 0, 'a track is left over');
    this.#fault(this.inUse.has('camera') !== (camera.open !== null), 'the camera is not what the state says');
    this.#fault(this.inUse.has('camera') && !camera.isWanted, 'a camera is on that nobody wants');
    this.#fault(notices.length > 4, 'notices pile up');
    for (const own of [this.page.state.microphone, camera]) this.#checkState(own);
  }

  #execute(effect: TracksEffect): void {
    switch (effect.kind) {
      case 'open': {
        const isSecondCamera = this.page.state.isPhone && effect.device === 'camera' && this.inUse.has('camera');
        this.#fault(!this.asked.has(effect.device), 'opened before it was wanted');
        this.#fault(this.inFlight.has(effect.device), 'two openings at once');
        this.#fault(isSecondCamera, 'two cameras on a phone');
        this.inFlight.add(effect.device);
        break;
      }
      case 'adopt':
        this.#fault(!this.fresh.delete(effect.device), 'adopted twice');
        this.inUse.add(effect.device);
        break;
      case 'discard':
        this.#fault(!this.fresh.delete(effect.device), 'discarded twice');
        break;
      case 'close':
        this.inUse.delete(effect.device);
        break;
      case 'keep':
      case 'list':
        break;
    }
  }

  #checkState(own: OwnDevice): void {
    const { phase, problem } = deviceState(own);
    const isHeld = own.kind === 'camera' ? own.isWanted : own.isAsked;
    this.#fault(phase === 'failed' && problem === null, 'failed without a reason');
    this.#fault(phase === 'on' && own.open === null, 'on and not open');
    this.#fault(phase === 'opening' && own.attempt === null && !own.isAwaitingList, 'opening for ever');
    this.#fault(phase === 'off' && isHeld, 'wanted and forgotten');
  }

  #fault(isFault: boolean, words: string): void {
    if (isFault) this.faults.push(words);
  }
}

describe('in any order of events', () => {
  it('one opening at a time, no track is forgotten, nobody waits for ever, and no camera is open that is not wanted', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.array(anyEvent, { maxLength: 80 }), (isPhone, events) => {
        const ledger = new Ledger(isPhone);
        for (const event of events) ledger.say(event);
        expect(ledger.faults).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });
});
