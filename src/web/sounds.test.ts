import { describe, expect, it } from 'vitest';
import { openSounds, type ToneOutput } from './sounds.ts';

type Notes = Parameters<ToneOutput['play']>[0];

function room() {
  const heard: Notes[] = [];
  const setting = { isOn: true, inside: 3, nowMs: 0, isClosed: false };
  const sounds = openSounds({
    isOn: () => setting.isOn,
    inside: () => setting.inside,
    nowMs: () => setting.nowMs,
    output: {
      play: (notes) => void heard.push(notes),
      close: () => {
        setting.isClosed = true;
      },
    },
  });
  return { heard, setting, sounds };
}

describe('tones', () => {
  it('rise for who comes, fall for who goes, and are one for a message', () => {
    const { heard, setting, sounds } = room();
    for (const sound of ['join', 'leave', 'message'] as const) {
      setting.nowMs += 1_000;
      sounds.play(sound);
    }
    const pitches = heard.map((notes) => notes.map(({ hz }) => hz));
    const [up = [], down = [], single = []] = pitches;
    expect(up).toEqual(up.toSorted((a, b) => a - b));
    expect(down).toEqual(up.toReversed());
    expect(single).toHaveLength(1);
  });

  it('are short', () => {
    const { heard, sounds } = room();
    sounds.play('join');
    for (const { atMs, forMs } of heard[0] ?? []) expect(atMs + forMs).toBeLessThanOrEqual(400);
  });

  it('are silent when switched off', () => {
    const { heard, setting, sounds } = room();
    setting.isOn = false;
    sounds.play('join');
    expect(heard).toEqual([]);
  });

  it('are silent when more than eight are inside', () => {
    const { heard, setting, sounds } = room();
    setting.inside = 8;
    sounds.play('join');
    setting.nowMs += 1_000;
    setting.inside = 9;
    sounds.play('join');
    expect(heard).toHaveLength(1);
  });

  it('do not pile up when several come at once', () => {
    const { heard, setting, sounds } = room();
    for (let index = 0; index < 10; index += 1) {
      setting.nowMs += 20;
      sounds.play('join');
    }
    expect(heard).toHaveLength(1);
  });

  it('end with the call', () => {
    const { setting, sounds } = room();
    sounds.close();
    expect(setting.isClosed).toBe(true);
  });
});
