// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import type { LinkState } from '#call/state.ts';
import type { Member } from '#protocol/session.ts';
import { fakeCallState, fakeLink, fakeMember } from '../../../testing/gallery/fakes.ts';
import { en } from '../../i18n/en.ts';
import { otherFacts, ownFacts } from './person.ts';

const me = fakeMember(0, 'Mina');
const stream = new MediaStream();

function facts(member: Partial<Member>, link: Partial<LinkState> = {}) {
  const jiyeon = fakeMember(1, 'Jiyeon', member);
  const state = fakeCallState([me, jiyeon], { links: new Map([[jiyeon.id, fakeLink(jiyeon, link)]]) });
  return otherFacts(state, jiyeon, { camera: stream, microphone: null }, en);
}

test('a person with everything on has a picture and no words but the name', () => {
  expect(facts({})).toEqual({ name: 'Jiyeon', stream, muted: null, host: null, quality: null, note: null });
});

test('a camera that is off is not shown, even while its last frames are there', () => {
  expect(facts({ camera: 'off' }).stream).toBeNull();
  expect(facts({ camera: 'none' }).stream).toBeNull();
});

test('a microphone that is off or not there is told', () => {
  expect(facts({ microphone: 'off' }).muted).toBe('Muted');
  expect(facts({ microphone: 'none' }).muted).toBe('No microphone');
});

test('a link on its way says connecting the first time and reconnecting later', () => {
  expect(facts({}, { phase: 'connecting', wasUp: false }).note).toBe('Connecting…');
  expect(facts({}, { phase: 'restarting' }).note).toBe('Reconnecting…');
  expect(facts({}, { phase: 'lost' }).note).toBe('Reconnecting…');
});

test('a lost socket alone changes nothing on the tile: media outlives signalling', () => {
  expect(facts({ presence: 'reconnecting' }).note).toBeNull();
  expect(facts({ presence: 'reconnecting' }, { phase: 'connecting', wasUp: false }).note).toBe('Reconnecting…');
});

test('bars are shown only when the connection is not good', () => {
  expect(facts({}, { quality: 'fair' }).quality).toEqual({ level: 'fair', words: 'Connection: fair' });
  expect(facts({}, { quality: 'weak' }).quality?.level).toBe('weak');
  expect(facts({}, { quality: 'lost' })).toMatchObject({ quality: null, note: 'Reconnecting…' });
});

test('the own tile is called by the name and "(you)" and shows the devices as they are', () => {
  const own = ownFacts({ ...me, isHost: true }, { stream, isHeard: false }, en);
  expect(own).toMatchObject({ name: 'Mina (you)', host: 'Host', muted: 'Muted', note: null });
});
