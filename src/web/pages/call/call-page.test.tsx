// @vitest-environment happy-dom
import { signal } from '@preact/signals';
import { render } from 'preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { FeatureSeatInCall } from '#contract.web';
import { actNow } from '../../../testing/act-now.ts';
import {
  type FakeCall,
  type FakeDevices,
  fakeCall,
  fakeCallState,
  fakeDevices,
  fakeMember,
} from '../../../testing/gallery/fakes.ts';
import { loadWords } from '../../i18n/words.ts';
import { changeSettings } from '../../settings.ts';
import type { Sounds } from '../../sounds.ts';
import { toasts } from '../../store.ts';
import { CallPage } from './call-page.tsx';

const sounds = { play: vi.fn<Sounds['play']>(), close: vi.fn<Sounds['close']>() };
const badge = signal<{ readonly count: number; readonly spoken: string } | null>(null);
const chat: FeatureSeatInCall = {
  name: 'chat',
  button: { icon: () => null, label: signal('Chat'), badge, key: 'KeyC' },
  title: signal('Chat'),
  Panel: () => <p>Messages</p>,
};

const mina = fakeMember(0, 'Mina');
const jiyeon = fakeMember(1, 'Jiyeon');
const tomas = fakeMember(2, 'Tomas');

function show(members = [mina, jiyeon]): { readonly call: FakeCall; readonly devices: FakeDevices } {
  const call = fakeCall(fakeCallState(members), [chat]);
  const devices = fakeDevices();
  actNow(() =>
    render(<CallPage call={call} devices={devices} sounds={sounds} url="https://madang.example/r/x" />, document.body),
  );
  return { call, devices };
}

function named(name: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(`[aria-label="${name}"]`);
  if (found === null) throw new Error(`Nothing is called ${name}`);
  return found;
}

function press(code: string, init: KeyboardEventInit = {}): void {
  const event = new KeyboardEvent('keydown', { code, bubbles: true, cancelable: true, ...init });
  actNow(() => (document.activeElement ?? document.body).dispatchEvent(event));
}

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  localStorage.clear();
  vi.stubGlobal('innerWidth', 1_440);
  HTMLElement.prototype.animate = vi.fn<HTMLElement['animate']>();
  vi.stubGlobal('innerHeight', 900);
  Object.defineProperties(HTMLElement.prototype, {
    clientWidth: { configurable: true, get: () => 1_416 },
    clientHeight: { configurable: true, get: () => 780 },
  });
  badge.value = null;
  sounds.play.mockClear();
  changeSettings({ shortcuts: { isOn: true, keys: {} } });
  await loadWords('en');
});

afterEach(() => {
  actNow(() => render(null, document.body));
  vi.unstubAllGlobals();
  // What is still to be said is said to nobody, not to the next test.
  vi.runAllTimers();
  vi.useRealTimers();
});

test('everybody is on the stage under their own name, oneself last', () => {
  show([mina, jiyeon, tomas]);
  const people = [...named('Stage').querySelectorAll('fieldset')].map((tile) => tile.getAttribute('aria-label'));
  expect(people).toEqual(['Jiyeon', 'Tomas', 'Mina (you)']);
});

test('the controls have the names that people and tests know', () => {
  show();
  const bar = named('Call controls');
  expect(bar.getAttribute('role')).toBe('toolbar');
  const names = [...bar.querySelectorAll('button')].map((control) => control.getAttribute('aria-label'));
  expect(names).toEqual([
    'Mute microphone',
    'Microphone options',
    'Turn camera off',
    'Camera options',
    'Chat',
    'People',
    'Settings',
    'Leave',
  ]);
});

test('unread messages are part of the name of the button', () => {
  show();
  actNow(() => {
    badge.value = { count: 120, spoken: '120 unread' };
  });
  expect(named('Chat, 120 unread').textContent).toContain('99+');
});

test('the call path is a status and says alone that nothing is sent', () => {
  const { call } = show([mina]);
  expect(named('Call path').getAttribute('role')).toBe('status');
  expect(named('Call path').textContent).toBe('Nothing is sent yet');
  const joined = fakeCallState([mina, jiyeon]);
  actNow(() => {
    call.state.value = joined;
  });
  expect(named('Call path').textContent).toBe('DirectEncrypted between you');
});

test('somebody alone is shown the link until somebody comes', () => {
  const { call } = show([mina]);
  expect(document.querySelector('.invite')?.textContent).toContain("You're the first one here.");
  actNow(() => {
    call.state.value = fakeCallState([mina, jiyeon]);
  });
  expect(document.querySelector('.invite')).toBeNull();
  actNow(() => {
    call.state.value = fakeCallState([mina]);
  });
  expect(document.querySelector('.invite')?.textContent).toContain('Everybody else has left.');
});

test('a panel takes the focus to its heading, Escape closes it and gives it back to its button', () => {
  const { call } = show();
  actNow(() => named('Chat').focus());
  actNow(() => named('Chat').click());
  expect(document.activeElement?.textContent).toBe('Chat');
  expect(named('Chat').getAttribute('aria-expanded')).toBe('true');
  press('Escape', { key: 'Escape' });
  expect(call.openPanel.value).toBeNull();
  expect(document.activeElement).toBe(named('Chat'));
});

test('People lists oneself first, then by name, with what is off', () => {
  show([mina, tomas, { ...jiyeon, microphone: 'off', camera: 'off' }]);
  press('KeyP');
  const list = document.querySelector('ul[aria-label="People"]');
  const rows = [...(list?.querySelectorAll('li') ?? [])].map((row) => row.querySelector('.person__name')?.textContent);
  expect(rows).toEqual(['Mina (you)', 'JiyeonCamera off', 'Tomas']);
});

test('keys act, and do nothing once they are switched off', () => {
  const { call, devices } = show();
  press('KeyM');
  expect(devices.asked).toEqual(['microphone off']);
  press('KeyC');
  expect(call.openPanel.value).toBe('chat');
  actNow(() => changeSettings({ shortcuts: { isOn: false, keys: {} } }));
  press('KeyV');
  expect(devices.asked).toEqual(['microphone off']);
});

test('holding Space opens a closed microphone and closes only what it opened', () => {
  const { devices } = show();
  press('Space');
  dispatchEvent(new KeyboardEvent('keyup', { code: 'Space' }));
  expect(devices.asked).toEqual([]);
  actNow(() => devices.setWanted('microphone', false));
  press('Space');
  dispatchEvent(new KeyboardEvent('keyup', { code: 'Space' }));
  expect(devices.asked).toEqual(['microphone off', 'microphone on', 'microphone off']);
});

test('who comes and goes is shown, said and heard; whoever was there before is not', () => {
  const { call } = show();
  expect(sounds.play).not.toHaveBeenCalled();
  actNow(() => {
    call.state.value = fakeCallState([mina, jiyeon, tomas]);
  });
  expect(toasts.value.at(-1)?.text).toBe('Tomas came in');
  expect(document.querySelector('[aria-live="polite"]')?.textContent).toContain('Tomas came in');
  expect(sounds.play).toHaveBeenLastCalledWith('join');
  actNow(() => {
    call.state.value = fakeCallState([mina, tomas]);
  });
  expect(toasts.value.at(-1)?.text).toBe('Jiyeon left');
  expect(sounds.play).toHaveBeenLastCalledWith('leave');
});

test('a headset that was plugged in is offered, not taken', () => {
  const { devices } = show();
  actNow(() => {
    devices.notice.value = { kind: 'arrived', device: 'microphone', label: 'Headset', id: 'headset' };
  });
  const toast = [...document.querySelectorAll('.toast')].find((each) => each.textContent?.includes('Headset'));
  expect(devices.asked).toEqual([]);
  actNow(() => toast?.querySelector('button')?.click());
  expect(devices.asked).toEqual(['microphone headset']);
});

test('sound that the browser held back comes with one press', () => {
  const { call } = show();
  actNow(() => {
    call.isSoundBlocked.value = true;
  });
  const button = [...document.querySelectorAll('button')].find((each) => each.textContent === 'Tap to hear');
  actNow(() => button?.click());
  expect(call.isSoundBlocked.value).toBe(false);
});

test('Leave leaves', () => {
  const { call } = show();
  actNow(() => named('Leave').click());
  expect(call.asked).toEqual(['leave']);
});

test('the floating own picture goes where the arrow keys send it', () => {
  show();
  const tile = () => named('Mina (you)').style;
  expect([tile().left === '16px', tile().top]).toEqual([false, '16px']);
  actNow(() => named('Move your picture').focus());
  press('ArrowLeft', { key: 'ArrowLeft' });
  expect(tile().left).toBe('16px');
});

test('skipping goes to the call and leaves the address alone, whose fragment is for secrets', () => {
  show();
  actNow(() => document.querySelector<HTMLElement>('.skip')?.click());
  expect(document.activeElement?.id).toBe('content');
  expect(location.hash).toBe('');
});
