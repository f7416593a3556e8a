import { describe, expect, it } from 'vitest';
import { arrivals, findKept, nextDevice, replacement } from './device-list.ts';
import type { ListedDevice } from './tracks.ts';

function microphone(id: string, label: string, groupId = ''): ListedDevice {
  return { kind: 'microphone', id, groupId, label };
}

const alias = microphone('default', 'Default - Built-in', 'laptop');
const builtIn = microphone('a', 'Built-in', 'laptop');
const left = microphone('b', 'USB microphone', 'left');
const right = microphone('c', 'USB microphone', 'right');
const hidden = microphone('', '', '');

describe('the remembered device', () => {
  it('is the one with the same id, even under another label', () => {
    expect(findKept([alias, builtIn], { id: 'default', groupId: '', label: 'Default - Headset' })).toBe(alias);
  });

  it('of two with one label is the one of the same housing', () => {
    expect(findKept([left, right], { id: 'gone', groupId: 'right', label: 'USB microphone' })).toBe(right);
  });

  it('is found by label alone when ids and groups are new', () => {
    expect(findKept([builtIn, left], { id: 'gone', groupId: 'gone', label: 'USB microphone' })).toBe(left);
  });

  it('is not a nameless one', () => {
    expect(findKept([hidden], { id: '', groupId: '', label: '' })).toBeNull();
  });
});

describe('arrivals', () => {
  it('are real devices that were not there', () => {
    expect(arrivals([alias, builtIn], [alias, builtIn, left])).toEqual([left]);
  });

  it("are not the browser's stand-ins, nor anything after a list without names", () => {
    expect(arrivals([builtIn], [alias, builtIn])).toEqual([]);
    expect(arrivals([hidden], [builtIn, left])).toEqual([]);
  });
});

describe('a replacement', () => {
  it('is of another housing where there is one', () => {
    const ghost = microphone('default', 'Default - USB microphone', 'left');
    expect(replacement([ghost, left, builtIn], left)).toBe(builtIn);
    expect(replacement([ghost, left], left)).toBe(ghost);
    expect(replacement([left], left)).toBeNull();
  });
});

describe('the next device', () => {
  it('goes round', () => {
    expect(nextDevice([left, right], 'b')).toBe(right);
    expect(nextDevice([left, right], 'c')).toBe(left);
    expect(nextDevice([left, right], null)).toBe(left);
  });

  it('is nobody where there is one device, none, or none with a name', () => {
    expect(nextDevice([left], 'b')).toBeNull();
    expect(nextDevice([], 'b')).toBeNull();
    expect(nextDevice([hidden], null)).toBeNull();
  });
});
