import { describe, expect, it } from 'vitest';
import {
  builtIn,
  byDefault,
  byId,
  cameras,
  desk,
  headset,
  list,
  listed,
  microphones,
  open,
  Rehearsal,
  webcam,
} from '../testing/device-rehearsal.ts';
import type { TracksEvent } from './tracks.ts';

describe('before the page asked for a device', () => {
  it('opens nothing, whatever is chosen, listed, permitted or shown', () => {
    const page = new Rehearsal({ camera: webcam })
      .list(...microphones, ...cameras)
      .say(
        { kind: 'choose', device: 'microphone', id: headset.id },
        { kind: 'permission', device: 'camera', permission: 'granted' },
        { kind: 'flip' },
        { kind: 'retry', device: 'camera' },
        { kind: 'visibility', isVisible: true },
        { kind: 'want', device: 'microphone', isWanted: false },
      );
    expect(page.asked()).toEqual([]);
    expect(page.microphone()).toMatchObject({ phase: 'off', chosen: headset.id });
  });

  it('opens what was chosen meanwhile', () => {
    const page = new Rehearsal().list(...cameras).say({ kind: 'choose', device: 'camera', id: desk.id });
    expect(page.want('camera').asked()).toEqual([open('camera', byId(desk))]);
  });
});

describe('turning devices on and off', () => {
  it('a camera that is turned off is released', () => {
    const page = new Rehearsal().want('camera').opened('camera', webcam);
    page.asked();
    expect(page.want('camera', false).asked()).toEqual([{ kind: 'close', device: 'camera' }]);
    expect(page.camera()).toMatchObject({ phase: 'off', isWanted: false });
  });

  it('a camera turned on again is the same one', () => {
    const page = new Rehearsal().want('camera').opened('camera', webcam).want('camera', false);
    page.asked();
    expect(page.want('camera').asked()).toEqual([open('camera', byId(webcam))]);
  });

  it('a muted microphone stays open, so that unmuting is instant', () => {
    const page = new Rehearsal().want('microphone').opened('microphone', builtIn);
    page.asked();
    expect(page.want('microphone', false).want('microphone').asked()).toEqual([]);
    expect(page.microphone()).toMatchObject({ phase: 'on', isWanted: true });
  });

  it('a camera turned off while it opens is let go of when it comes', () => {
    const page = new Rehearsal().want('camera').want('camera', false);
    expect(page.camera().phase).toBe('off');
    page.asked();
    expect(page.opened('camera', webcam).asked()).toEqual([{ kind: 'discard', device: 'camera' }]);
    expect(page.camera()).toMatchObject({ phase: 'off', problem: null });
  });

  it('off and on again during the prompt asks only once', () => {
    const page = new Rehearsal().want('camera').want('camera', false).want('camera');
    expect(page.asked()).toEqual([open('camera', byDefault)]);
    expect(page.opened('camera', webcam).camera().phase).toBe('on');
  });

  it('after a refusal pressing the button asks again', () => {
    const page = new Rehearsal().want('camera').say({ kind: 'failed', device: 'camera', failure: 'dismissed' });
    expect(page.camera()).toMatchObject({ phase: 'failed', problem: 'dismissed' });
    page.asked();
    expect(page.want('camera').asked()).toEqual([open('camera', byDefault)]);
    expect(page.camera()).toMatchObject({ phase: 'opening', problem: null });
  });
});

describe('choosing another device', () => {
  it('keeps the old one until the new one is open, and remembers the choice then', () => {
    const page = new Rehearsal()
      .want('camera')
      .opened('camera', webcam)
      .list(...cameras);
    page.asked();
    page.say({ kind: 'choose', device: 'camera', id: desk.id });
    expect(page.asked()).toEqual([open('camera', byId(desk))]);
    expect(page.camera()).toMatchObject({ phase: 'on', chosen: desk.id });
    expect(page.opened('camera', desk).asked()).toEqual([
      { kind: 'adopt', device: 'camera' },
      { kind: 'keep', device: 'camera', choice: { id: desk.id, groupId: desk.groupId, label: desk.label } },
      list,
    ]);
  });

  it('a choice made while another opens is honoured after it', () => {
    const page = new Rehearsal()
      .list(...microphones)
      .want('microphone')
      .say({ kind: 'choose', device: 'microphone', id: headset.id });
    expect(page.asked()).toEqual([open('microphone', byDefault)]);
    expect(page.opened('microphone', builtIn).asked()).toEqual([
      { kind: 'discard', device: 'microphone' },
      open('microphone', byId(headset)),
    ]);
  });

  it('choosing back to the one in use while another opens needs no third opening', () => {
    const page = new Rehearsal()
      .want('camera')
      .opened('camera', webcam)
      .list(...cameras)
      .say({ kind: 'choose', device: 'camera', id: desk.id }, { kind: 'choose', device: 'camera', id: webcam.id });
    page.asked();
    const asked = page.opened('camera', desk).asked();
    expect(asked.map(({ kind }) => kind)).toEqual(['discard', 'keep']);
    expect(page.camera()).toMatchObject({ phase: 'on', chosen: webcam.id });
  });

  it('one that does not start leaves the old one in use and says why', () => {
    const page = new Rehearsal()
      .want('camera')
      .opened('camera', webcam)
      .list(...cameras)
      .say({ kind: 'choose', device: 'camera', id: desk.id }, { kind: 'failed', device: 'camera', failure: 'in-use' });
    expect(page.camera()).toMatchObject({ phase: 'on', problem: 'in-use', chosen: webcam.id });
  });

  it('a device nobody listed is not opened', () => {
    const page = new Rehearsal().want('camera').opened('camera', webcam);
    page.asked();
    expect(page.say({ kind: 'choose', device: 'camera', id: 'stranger' }).asked()).toEqual([]);
  });

  it('when nothing fits the remembered id, any device will do, silently and once', () => {
    const page = new Rehearsal({ camera: webcam }).want('camera');
    expect(page.asked()).toEqual([open('camera', byId(webcam))]);
    page.say({ kind: 'failed', device: 'camera', failure: 'no-match' });
    expect(page.asked()).toEqual([open('camera', byDefault)]);
    expect(page.camera()).toMatchObject({ phase: 'opening', problem: null });
    page.say({ kind: 'failed', device: 'camera', failure: 'no-match' });
    expect(page.asked()).toEqual([]);
    expect(page.camera()).toMatchObject({ phase: 'failed', problem: 'absent' });
  });
});

describe('the device of the last visit', () => {
  it('is known by its label when its id has changed, and taken before the first opening if labels are readable', () => {
    const page = new Rehearsal({ camera: { ...desk, id: 'of-last-year' } }).list(...cameras).want('camera');
    expect(page.asked()).toEqual([open('camera', byId(desk))]);
  });

  it('is changed to as soon as permission shows the labels', () => {
    const page = new Rehearsal({ camera: { ...desk, id: 'of-last-year' } })
      .list({ kind: 'camera', id: '', groupId: '', label: '' })
      .want('camera')
      .say({ kind: 'failed', device: 'camera', failure: 'no-match' })
      .opened('camera', webcam);
    page.asked();
    expect(page.list(...cameras).asked()).toEqual([open('camera', byId(desk))]);
  });

  it('is forgotten for this visit when it is not here', () => {
    const page = new Rehearsal({ camera: { id: 'x', groupId: 'x', label: 'At work' } }).list(...cameras).want('camera');
    expect(page.asked()).toEqual([open('camera', byDefault)]);
  });
});

describe('plugging and unplugging', () => {
  function inCall(): Rehearsal {
    const page = new Rehearsal()
      .want('microphone')
      .opened('microphone', headset)
      .list(...microphones);
    page.asked();
    return page;
  }

  it('an unplugged headset is replaced by the built-in microphone, and the person is told', () => {
    const page = inCall().say({ kind: 'ended', device: 'microphone' });
    expect(page.asked()).toEqual([{ kind: 'close', device: 'microphone' }, list]);
    expect(page.microphone().phase).toBe('opening');
    expect(page.list(listed('microphone', builtIn)).asked()).toEqual([open('microphone', byId(builtIn))]);
    page.opened('microphone', builtIn);
    expect(page.state.notices).toEqual([{ kind: 'replaced', device: 'microphone', lost: 'Headset', now: 'Built-in' }]);
    expect(page.say({ kind: 'dismissed' }).state.notices).toEqual([]);
  });

  it('a muted person is moved to another microphone as well', () => {
    const page = inCall().want('microphone', false).say({ kind: 'ended', device: 'microphone' });
    page.asked();
    expect(page.list(listed('microphone', builtIn)).asked()).toEqual([open('microphone', byId(builtIn))]);
  });

  it('without another one it is absent, and taken again when it comes back', () => {
    const page = inCall().say({ kind: 'ended', device: 'microphone' }).list();
    expect(page.microphone()).toMatchObject({ phase: 'failed', problem: 'absent' });
    page.asked();
    expect(page.list(listed('microphone', headset)).asked()).toEqual([open('microphone', byDefault)]);
  });

  it('a permission taken away is said as such, not as an unplugged device', () => {
    const page = inCall().say(
      { kind: 'permission', device: 'microphone', permission: 'denied' },
      { kind: 'ended', device: 'microphone' },
    );
    page.asked();
    expect(page.list(...microphones).asked()).toEqual([]);
    expect(page.microphone()).toMatchObject({ phase: 'failed', problem: 'blocked-by-site' });
  });

  it('unplugged while another one opens is no news: the person chose that one', () => {
    const page = inCall().say(
      { kind: 'choose', device: 'microphone', id: builtIn.id },
      { kind: 'ended', device: 'microphone' },
    );
    page.list(listed('microphone', builtIn)).opened('microphone', builtIn);
    expect(page.state.notices).toEqual([]);
    expect(page.microphone().phase).toBe('on');
  });

  it('a camera turned off while it is replaced can be turned on again', () => {
    const page = new Rehearsal()
      .want('camera')
      .opened('camera', webcam)
      .list(...cameras);
    page.say({ kind: 'ended', device: 'camera' }).want('camera', false);
    page.asked();
    expect(page.list(listed('camera', desk)).asked()).toEqual([]);
    expect(page.want('camera').asked()).toHaveLength(1);
  });

  it('the device in use is not offered, though the list names it late', () => {
    const page = new Rehearsal().want('microphone').list(listed('microphone', builtIn)).opened('microphone', headset);
    page.list(...microphones);
    expect(page.state.notices).toEqual([]);
  });

  it('a new headset is offered, not taken', () => {
    const page = new Rehearsal().want('microphone').opened('microphone', builtIn).list(listed('microphone', builtIn));
    page.asked();
    expect(page.list(...microphones).asked()).toEqual([]);
    const offer = { kind: 'arrived', device: 'microphone', label: 'Headset', id: headset.id };
    expect(page.state.notices).toEqual([offer]);
    expect(page.say({ kind: 'choose', device: 'microphone', id: headset.id }).state.notices).toEqual([]);
  });

  it('an offer goes with the device', () => {
    const page = new Rehearsal().want('microphone').opened('microphone', builtIn).list(listed('microphone', builtIn));
    page.list(...microphones).list(listed('microphone', builtIn));
    expect(page.state.notices).toEqual([]);
  });

  it('labels becoming readable is no arrival', () => {
    const page = new Rehearsal().list({ kind: 'microphone', id: '', groupId: '', label: '' }).want('microphone');
    page.opened('microphone', builtIn).list(...microphones);
    expect(page.state.notices).toEqual([]);
  });

  it('a device that ends as soon as it opens is not tried for ever', () => {
    const page = new Rehearsal().want('camera').opened('camera', webcam);
    for (let round = 0; round < 10; round += 1) {
      const [now, other] = round % 2 === 0 ? [webcam, desk] : [desk, webcam];
      page.say({ kind: 'ended', device: 'camera' }).list(listed('camera', now), listed('camera', other));
      page.opened('camera', other);
    }
    const openings = page.asked().filter((effect) => effect.kind === 'open');
    expect(openings).toHaveLength(1 + 3);
    expect(page.camera().phase).toBe('failed');
    expect(page.say({ kind: 'retry', device: 'camera' }).asked()).toHaveLength(1);
  });
});

describe('permission', () => {
  it.each(['blocked-by-site', 'dismissed', 'blocked-by-system'] as const)(
    'given later ends "%s" by itself',
    (problem) => {
      const page = new Rehearsal().want('camera').say({ kind: 'failed', device: 'camera', failure: problem });
      page.asked();
      page.say({ kind: 'permission', device: 'camera', permission: 'granted' });
      expect(page.asked()).toEqual([open('camera', byDefault)]);
    },
  );

  it('opens nothing for a person who has turned the camera off meanwhile', () => {
    const page = new Rehearsal().want('camera').say({ kind: 'failed', device: 'camera', failure: 'blocked-by-site' });
    page.want('camera', false).asked();
    expect(page.say({ kind: 'permission', device: 'camera', permission: 'granted' }).asked()).toEqual([]);
  });

  it('that was there all the time cures nothing', () => {
    const granted: TracksEvent = { kind: 'permission', device: 'camera', permission: 'granted' };
    const page = new Rehearsal().say(granted).want('camera');
    page.say({ kind: 'failed', device: 'camera', failure: 'blocked-by-system' }).asked();
    expect(page.say(granted, granted).asked()).toEqual([]);
  });

  it('does not cure a busy camera', () => {
    const page = new Rehearsal().want('camera').say({ kind: 'failed', device: 'camera', failure: 'in-use' });
    page.asked();
    expect(page.say({ kind: 'permission', device: 'camera', permission: 'granted' }).asked()).toEqual([]);
  });
});
