// @vitest-environment happy-dom
import { beforeEach, describe, expect, test } from 'vitest';
import type { RoomGlance } from '#protocol/session.ts';
import {
  type FakeAnswers,
  type FakeCall,
  type FakeDevices,
  type FakeSignaling,
  fakeCall,
  fakeCallState,
  fakeDevices,
  fakeMember,
  fakeRoomId,
  fakeRules,
  fakeSignaling,
} from '../../testing/gallery/fakes.ts';
import type { Entered, EnterRoom } from '../call/entering.ts';
import { loadWords } from '../i18n/words.ts';
import { keepRoom, keepTabCall, keepWanted, keptName, keptRooms, tabCall } from '../kept.ts';
import { RoomVisit } from './room-visit.ts';

const roomId = fakeRoomId(1);
const glance: RoomGlance = { ok: true, rules: fakeRules, inside: 1, names: ['Jiyeon'] };

interface Visited {
  readonly visit: RoomVisit;
  readonly opened: FakeDevices[];
  readonly entered: EnterRoom[];
  readonly calls: FakeCall[];
  readonly signaling: FakeSignaling;
}

function visiting(peek: FakeAnswers['peek'] = glance, answers: readonly Entered[] = []): Visited {
  const opened: FakeDevices[] = [];
  const entered: EnterRoom[] = [];
  const calls: FakeCall[] = [];
  const signaling = fakeSignaling(peek === undefined ? {} : { peek });
  const house = {
    signaling,
    openDevices: () => {
      const devices = fakeDevices();
      opened.push(devices);
      return devices;
    },
    enter: async (room: EnterRoom): Promise<Entered> => {
      entered.push(room);
      const answer = answers[entered.length - 1];
      if (answer) return answer;
      const call = fakeCall(fakeCallState([fakeMember(0, room.name), fakeMember(1, 'Jiyeon')]));
      calls.push(call);
      return { ok: true, call };
    },
  };
  return { visit: new RoomVisit(house, roomId), opened, entered, calls, signaling };
}

/** Lets everything that was promised happen. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

async function inCall(): Promise<Visited & { readonly call: FakeCall }> {
  const visited = visiting();
  await settled();
  await visited.visit.join('Mina');
  await settled();
  const call = visited.calls[0];
  if (call === undefined) throw new Error('There is no call');
  return { ...visited, call };
}

beforeEach(async () => {
  localStorage.clear();
  sessionStorage.clear();
  await loadWords('en');
});

test('a room that is not there asks for no camera and is forgotten', async () => {
  keepRoom({ roomId, secret: null, name: 'Gone' });
  const { visit, opened } = visiting({ ok: false, code: 'room-not-found' });
  await settled();
  expect(visit.phase.value).toMatchObject({ kind: 'refused', refused: { code: 'room-not-found' } });
  expect(opened).toEqual([]);
  expect(keptRooms()).toEqual([]);
});

test('at the gate the devices are as they were chosen last', async () => {
  keepWanted({ microphone: true, camera: false });
  const { opened } = visiting();
  await settled();
  expect(opened[0]?.asked).toEqual(['microphone on', 'camera off']);
});

test('where five are inside a newcomer starts muted', async () => {
  const { opened } = visiting({ ...glance, inside: 5 });
  await settled();
  expect(opened[0]?.asked).toContain('microphone off');
});

test('joining keeps the name, the room, and where this tab is', async () => {
  const { visit, call } = await inCall();
  expect(visit.phase.value).toEqual({ kind: 'in', call });
  expect(keptName()).toBe('Mina');
  expect(keptRooms()[0]?.name).toBe(fakeRules.name);
  expect(tabCall()).toEqual({ roomId, name: 'Mina', wanted: { microphone: true, camera: true } });
});

test('two presses on Join are one', async () => {
  const { visit, entered } = visiting();
  await settled();
  await Promise.all([visit.join('Mina'), visit.join('Mina')]);
  expect(entered).toHaveLength(1);
});

test('what can be mended is told at the gate, and the devices stay open', async () => {
  const { visit, opened } = visiting(glance, [{ ok: false, code: 'microphone-needed' }]);
  await settled();
  await visit.join('Mina');
  expect(visit.phase.value).toMatchObject({ kind: 'gate', refused: { code: 'microphone-needed' }, isEntering: false });
  expect(opened[0]?.asked).not.toContain('close');
});

test('what is about the room fills the page, and the devices are closed', async () => {
  const { visit, opened } = visiting(glance, [{ ok: false, code: 'room-full', inside: 8, seats: 8 }]);
  await settled();
  await visit.join('Mina');
  expect(visit.phase.value).toMatchObject({ kind: 'refused', refused: { code: 'room-full', seats: 8 } });
  expect(opened[0]?.asked).toContain('close');
});

describe('a reload', () => {
  test('goes straight back into the call with the same devices', async () => {
    keepTabCall({ roomId, name: 'Mina', wanted: { microphone: false, camera: true } });
    const { visit, entered, opened } = visiting();
    expect(visit.phase.value.kind).toBe('returning');
    await settled();
    expect(visit.phase.value.kind).toBe('in');
    expect(entered[0]?.name).toBe('Mina');
    expect(opened[0]?.asked).toEqual(['microphone off', 'camera on']);
  });

  test('finds the mute that was chosen in the call', async () => {
    const { opened } = await inCall();
    opened[0]?.setWanted('microphone', false);
    expect(tabCall()?.wanted).toEqual({ microphone: false, camera: true });
  });

  test('into a room that is gone says so and does not try for ever', async () => {
    keepTabCall({ roomId, name: 'Mina', wanted: { microphone: true, camera: true } });
    const { visit } = visiting(glance, [{ ok: false, code: 'room-not-found' }]);
    await settled();
    expect(visit.phase.value.kind).toBe('refused');
    expect(tabCall()).toBeNull();
  });

  test('in another room stands at its gate', async () => {
    keepTabCall({ roomId: fakeRoomId(2), name: 'Mina', wanted: { microphone: true, camera: true } });
    const { visit } = visiting();
    await settled();
    expect(visit.phase.value.kind).toBe('gate');
  });
});

test('leaving closes the devices, tells who stayed, and a reload stays outside', async () => {
  const { visit, call, opened } = await inCall();
  call.leave();
  await settled();
  expect(visit.phase.value).toMatchObject({ kind: 'left', farewell: { reason: 'left', stayed: ['Jiyeon'] } });
  expect(opened[0]?.asked).toContain('close');
  expect(tabCall()).toBeNull();
});

test('rejoining enters again with the same name and new devices', async () => {
  const { visit, call, opened, entered } = await inCall();
  call.leave();
  await settled();
  await visit.rejoin();
  expect(visit.phase.value.kind).toBe('in');
  expect(entered[1]?.name).toBe('Mina');
  expect(opened).toHaveLength(2);
});

test('a call that moved to another tab lets go of the devices and can be fetched back', async () => {
  const { visit, call, opened } = await inCall();
  call.state.value = { ...call.state.value, ended: 'moved' };
  await settled();
  expect(visit.phase.value.kind).toBe('moved');
  expect(opened[0]?.asked).toContain('close');
  // Two tabs that both go back on a reload would take the seat from each other for ever.
  expect(tabCall()).toBeNull();
  await visit.rejoin();
  expect(visit.phase.value.kind).toBe('in');
});

test('whoever was away for longer than a seat is kept comes in again without pressing anything', async () => {
  const { visit, call, entered } = await inCall();
  call.state.value = { ...call.state.value, ended: 'seat-lost' };
  await settled();
  expect(visit.phase.value.kind).toBe('in');
  expect(entered).toHaveLength(2);
});

test('going to another page leaves the call', async () => {
  const { visit, call, opened } = await inCall();
  visit.close();
  expect(call.asked).toContain('leave');
  expect(opened[0]?.asked).toContain('close');
  expect(tabCall()).toBeNull();
});

test('a seat that comes after the page was left is given up again', async () => {
  const { visit, calls } = visiting();
  await settled();
  const joining = visit.join('Mina');
  visit.close();
  await joining;
  await settled();
  expect(calls[0]?.asked).toContain('leave');
});

test('a server that could not be reached is asked again as soon as it is back', async () => {
  const { visit, signaling } = visiting({ ok: false, code: 'unreachable' });
  await settled();
  expect(visit.phase.value).toMatchObject({ kind: 'refused', refused: { code: 'unreachable' } });
  signaling.answer('room:peek', glance);
  signaling.comeUp();
  await settled();
  expect(visit.phase.value.kind).toBe('gate');
});
