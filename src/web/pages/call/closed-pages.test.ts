import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fakeCall, fakeCallState, fakeMember } from '../../../testing/gallery/fakes.ts';
import { watchClosedPages } from './closed-pages.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const jiyeon = fakeMember(1, 'Jiyeon');

function watching() {
  const call = fakeCall(fakeCallState([fakeMember(0, 'Mina'), jiyeon]));
  const { closed, stop } = watchClosedPages(call);
  const become = (presence: 'here' | 'reconnecting' | 'away') => {
    const { members } = call.state.peek();
    call.state.value = {
      ...call.state.peek(),
      members: members.map((member) => (member.id === jiyeon.id ? { ...member, presence } : member)),
    };
  };
  return { closed, stop, become };
}

test('the tile of somebody who closed the page goes after a while', () => {
  const { closed, stop, become } = watching();
  become('away');
  vi.advanceTimersByTime(7_900);
  expect(closed.value.size).toBe(0);
  vi.advanceTimersByTime(200);
  expect(closed.value.has(jiyeon.id)).toBe(true);
  stop();
});

test('the tile of somebody who reloads stays, and that of somebody who comes back returns', () => {
  const { closed, stop, become } = watching();
  become('away');
  vi.advanceTimersByTime(3_000);
  become('here');
  vi.advanceTimersByTime(10_000);
  expect(closed.value.size).toBe(0);
  become('away');
  vi.advanceTimersByTime(9_000);
  become('here');
  expect(closed.value.size).toBe(0);
  stop();
});

test('a dropped network is no closed page', () => {
  const { closed, stop, become } = watching();
  become('reconnecting');
  vi.advanceTimersByTime(30_000);
  expect(closed.value.size).toBe(0);
  stop();
});

test('nothing is waited for after the call', () => {
  const { stop, become } = watching();
  become('away');
  stop();
  expect(vi.getTimerCount()).toBe(0);
});
