import { describe, expect, test } from 'vitest';
import type { DeviceProblem } from '#call/tracks.ts';
import { refusalCodes } from '#protocol/errors.ts';
import { en } from './en.ts';
import { errorCodes } from './error-codes.ts';
import { ko } from './ko.ts';

const dictionaries = { en, ko };
const problems = Object.keys(en.devices.problems) as DeviceProblem[];

/** Every text of a dictionary that needs no facts, with its path. */
function texts(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => texts(inner, `${path}.${key}`));
}

/** Empty on purpose: where there is nothing to say about who can read. */
const silent = /^\.paths\.(nothing|reconnecting)\.reader$/;

describe.each(Object.entries(dictionaries))('%s', (_, dictionary) => {
  test.each([...refusalCodes, 'unreachable'] as const)('says what "%s" means', (code) => {
    const told = dictionary.refusals[code]({ inside: 8, seats: 8 });
    expect(told.title).not.toBe('');
    expect(dictionary.refusals[code]({}).title).not.toMatch(/undefined|NaN/);
  });

  test.each(problems)('says what helps when a device is %s', (problem) => {
    for (const device of ['microphone', 'camera'] as const) {
      const told = dictionary.devices.problems[problem](device);
      expect(told.title).not.toBe('');
      expect(told.text).not.toBe('');
    }
  });

  test('has a word for everything', () => {
    const missing = texts(dictionary).filter(([path, text]) => text === '' && !silent.test(path));
    expect(missing).toEqual([]);
  });
});

test('Korean speaks Korean', () => {
  const allowed = /^\.(otherLanguage|settings\.languages\.en)$/;
  const foreign = texts(ko).filter(
    ([path, text]) => text !== '' && !allowed.test(path) && !/\p{Script=Hangul}/u.test(text),
  );
  expect(foreign).toEqual([]);
});

test('English names stay as tests and assistive technology know them', () => {
  expect([en.home.start, en.home.notNow, en.form.create, en.home.link, en.home.go, en.home.rooms]).toEqual([
    'Start a room',
    'Not now',
    'Create room',
    'Room link',
    'Go',
    'Open rooms',
  ]);
  expect([en.devices.mute, en.devices.unmute, en.devices.cameraOff, en.devices.cameraOn, en.devices.flip]).toEqual([
    'Mute microphone',
    'Unmute microphone',
    'Turn camera off',
    'Turn camera on',
    'Switch camera',
  ]);
  for (const label of [en.gate.join, en.gate.joinToListen, en.gate.joinWithoutCamera, en.gate.joinWithoutMicrophone])
    expect(label).toMatch(/^Join/);
});

test('names carry 님 in Korean and are counted from three on', () => {
  expect(ko.call.joined(['Sam'])).toBe('Sam님이 들어왔어요');
  expect(ko.call.left(['지연', '토마스'])).toBe('지연님, 토마스님이 나갔어요');
  expect(en.call.joined(['Mina', 'Tomas'])).toBe('Mina and Tomas came in');
  expect(en.call.joined(['a', 'b', 'c'])).toBe('3 people came in');
});

test('every error has a code of its own that names its kind', () => {
  const codes = Object.values(errorCodes);
  expect(new Set(codes).size).toBe(codes.length);
  for (const code of codes) expect(code).toMatch(/^(R-1|N-2|D-3|S-4)\d\d$/);
  expect(errorCodes['room-not-found']).toBe('R-101');
  expect(errorCodes['room-full']).toBe('R-104');
});
