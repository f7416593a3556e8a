import { describe, expect, it } from 'vitest';
import {
  back,
  builtIn,
  byId,
  cameras,
  desk,
  front,
  headset,
  listed,
  microphones,
  open,
  Rehearsal,
  webcam,
} from '../testing/device-rehearsal.ts';

describe('a phone', () => {
  function withFrontCamera(): Rehearsal {
    const page = new Rehearsal({ isPhone: true }).want('camera').opened('camera', front);
    page.asked();
    return page;
  }

  it('begins with the camera that faces the person', () => {
    const page = new Rehearsal({ isPhone: true }).want('camera');
    expect(page.asked()).toEqual([open('camera', { by: 'facing', facing: 'user' })]);
  });

  it('flips by closing one camera before the other opens, there and back', () => {
    const page = withFrontCamera().say({ kind: 'flip' });
    expect(page.asked()).toEqual([
      { kind: 'close', device: 'camera' },
      open('camera', { by: 'facing', facing: 'environment' }),
    ]);
    page.opened('camera', back).asked();
    expect(page.say({ kind: 'flip' }).asked()[1]).toEqual(open('camera', { by: 'facing', facing: 'user' }));
  });

  it('goes back to the camera it had when the other one does not open', () => {
    const page = withFrontCamera().say({ kind: 'flip' });
    page.asked();
    expect(page.say({ kind: 'failed', device: 'camera', failure: 'in-use' }).asked()).toEqual([
      open('camera', byId(front)),
    ]);
    page.say({ kind: 'failed', device: 'camera', failure: 'in-use' });
    expect(page.camera()).toMatchObject({ phase: 'failed', problem: 'in-use' });
  });

  it('goes back to it also when it has no other one at all', () => {
    const page = withFrontCamera().say({ kind: 'flip' }, { kind: 'failed', device: 'camera', failure: 'no-match' });
    page.asked();
    page.say({ kind: 'failed', device: 'camera', failure: 'in-use' });
    expect(page.asked()).toEqual([open('camera', byId(front))]);
  });

  it('with one camera has nothing to flip, and does not close what it has', () => {
    const page = withFrontCamera().list(listed('camera', front));
    expect(page.say({ kind: 'flip' }).asked()).toEqual([]);
  });

  it('flipped twice during the opening ends where it began', () => {
    const page = withFrontCamera().say({ kind: 'flip' }, { kind: 'flip' });
    page.asked();
    expect(page.opened('camera', back).asked()).toEqual([
      { kind: 'discard', device: 'camera' },
      open('camera', { by: 'facing', facing: 'user' }),
    ]);
  });

  it('interrupted by a phone call opens its microphone afresh when the page is back', () => {
    const page = new Rehearsal({ isPhone: true }).want('microphone').opened('microphone', builtIn);
    page.asked();
    page.say({ kind: 'interrupted', device: 'microphone' }, { kind: 'visibility', isVisible: false });
    page.say({ kind: 'resumed', device: 'microphone' });
    expect(page.asked()).toEqual([]);
    expect(page.microphone()).toMatchObject({ phase: 'failed', problem: 'interrupted' });
    expect(page.say({ kind: 'visibility', isVisible: true }).asked()).toEqual([
      { kind: 'close', device: 'microphone' },
      open('microphone', byId(builtIn)),
    ]);
  });
});

describe('a desktop', () => {
  it('"flips" to the next camera where cameras have no direction', () => {
    const page = new Rehearsal()
      .want('camera')
      .opened('camera', webcam)
      .list(...cameras);
    page.asked();
    expect(page.say({ kind: 'flip' }).asked()).toEqual([open('camera', byId(desk))]);
  });

  it('with one camera has nothing to flip', () => {
    const page = new Rehearsal().want('camera').opened('camera', webcam).list(listed('camera', webcam));
    page.asked();
    expect(page.say({ kind: 'flip' }).asked()).toEqual([]);
  });

  it('silenced only because another microphone opens is not interrupted', () => {
    const page = new Rehearsal()
      .want('microphone')
      .opened('microphone', builtIn)
      .list(...microphones)
      .say({ kind: 'choose', device: 'microphone', id: headset.id }, { kind: 'interrupted', device: 'microphone' });
    expect(page.microphone()).toMatchObject({ phase: 'on', problem: null });
  });

  it('whose mute key is pressed again goes on with the same track', () => {
    const page = new Rehearsal().want('microphone').opened('microphone', builtIn);
    page.asked();
    page.say({ kind: 'interrupted', device: 'microphone' });
    expect(page.microphone().problem).toBe('interrupted');
    expect(page.say({ kind: 'resumed', device: 'microphone' }).asked()).toEqual([]);
    expect(page.microphone()).toMatchObject({ phase: 'on', problem: null });
  });
});
