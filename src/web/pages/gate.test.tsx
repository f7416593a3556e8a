// @vitest-environment happy-dom
import { render } from 'preact';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { actNow } from '../../testing/act-now.ts';
import { type FakeDevices, fakeDevices, fakeRules } from '../../testing/gallery/fakes.ts';
import { loadWords } from '../i18n/words.ts';
import { keepName } from '../kept.ts';
import { Gate, type GateProps } from './gate.tsx';

const onJoin = vi.fn<GateProps['onJoin']>();

function show(devices: FakeDevices, props: Partial<GateProps> = {}): void {
  const glance = { ok: true as const, rules: fakeRules, inside: 1, names: ['Jiyeon'] };
  actNow(() =>
    render(
      <Gate glance={glance} refused={null} isEntering={false} devices={devices} onJoin={onJoin} {...props} />,
      document.body,
    ),
  );
}

function joinButton(): HTMLButtonElement {
  const button = document.querySelector<HTMLButtonElement>('form [type="submit"]');
  if (button === null) throw new Error('There is no way in');
  return button;
}

function field(): HTMLInputElement {
  const input = document.querySelector('input');
  if (input === null) throw new Error('There is no field');
  return input;
}

/** Enter in the name field, with what the browser does unless it is told not to. */
function enter(init: KeyboardEventInit & { readonly legacyCode?: number } = {}): void {
  const event = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...init });
  if (init.legacyCode !== undefined) Object.defineProperty(event, 'keyCode', { value: init.legacyCode });
  actNow(() => field().dispatchEvent(event));
  if (!event.defaultPrevented) actNow(() => joinButton().click());
}

beforeEach(async () => {
  localStorage.clear();
  keepName('민아');
  await loadWords('en');
});

afterEach(() => {
  actNow(() => render(null, document.body));
  onJoin.mockClear();
});

test('Enter in the name field joins', () => {
  show(fakeDevices());
  enter();
  expect(onJoin).toHaveBeenCalledExactlyOnceWith('민아');
});

test.each([{ isComposing: true }, { legacyCode: 229 }])(
  'Enter that ends a Hangul syllable does not join (%j)',
  (init) => {
    show(fakeDevices());
    enter(init);
    expect(onJoin).not.toHaveBeenCalled();
  },
);

test('without a name nobody goes in, and the field says why', () => {
  keepName('');
  show(fakeDevices());
  enter();
  expect(onJoin).not.toHaveBeenCalled();
  expect(field().getAttribute('aria-invalid')).toBe('true');
  expect(document.getElementById(field().getAttribute('aria-describedby') ?? '')?.textContent).toBe(
    'Please write a name',
  );
});

describe('the button says what pressing it does', () => {
  const failed = { phase: 'failed', problem: 'blocked-by-site' } as const;
  test.each([
    ['Join', {}],
    ['Join', { camera: { isWanted: false, phase: 'off' as const } }],
    ['Join without camera', { camera: failed }],
    ['Join without microphone', { microphone: failed }],
    ['Join to listen', { microphone: failed, camera: failed }],
  ])('%s', (label, facts) => {
    show(fakeDevices(facts));
    expect(joinButton().textContent).toBe(label);
    expect(joinButton().disabled).toBe(false);
  });
});

test('a blocked camera is told with what helps, and asking again needs no reload', () => {
  const devices = fakeDevices({ camera: { phase: 'failed', problem: 'blocked-by-site' } });
  show(devices);
  const alert = document.querySelector('[role="alert"]');
  expect(alert?.textContent).toContain('Camera is blocked for this site');
  actNow(() => alert?.querySelector('button')?.click());
  expect(devices.asked).toContain('retry camera');
  actNow(() => {
    devices.camera.value = { ...devices.camera.value, phase: 'on', problem: null };
  });
  expect(document.querySelector('[role="alert"]')).toBeNull();
});

test('an insecure page is told once, not for each device', () => {
  const insecure = { phase: 'failed', problem: 'insecure' } as const;
  show(fakeDevices({ camera: insecure, microphone: insecure }));
  expect(document.querySelectorAll('[role="alert"]')).toHaveLength(1);
});

test('a refusal is an alert in words', () => {
  show(fakeDevices(), { refused: { ok: false, code: 'microphone-needed' } });
  expect(document.querySelector('[role="alert"]')?.textContent).toContain('This room needs a microphone.');
});

test('rules and both truths are told before joining', () => {
  show(fakeDevices(), {
    glance: { ok: true, rules: { ...fakeRules, devices: 'microphone' }, inside: 5, names: ['a', 'b', 'c'] },
  });
  const told = [...document.querySelectorAll('.rules li')].map((rule) => rule.textContent);
  expect(told).toEqual([
    '5 of 8 seats taken',
    'Microphone needed',
    'Call encrypted to the server, messages only between you',
    'Closes 5 minutes after the last one leaves',
  ]);
  expect(document.querySelector('.inside')?.textContent).toContain('a, b, c and 2 more are inside');
});

test('pickers and toggles are named, and an own choice reaches the devices', () => {
  const devices = fakeDevices();
  show(devices);
  const names = [...document.querySelectorAll('.devices .field__label')].map((label) => label.textContent);
  expect(names).toEqual(['Camera', 'Microphone', 'Speaker']);
  const picker = document.querySelector('select');
  if (picker === null) throw new Error('There is no picker');
  actNow(() => {
    picker.selectedIndex = 1;
    picker.dispatchEvent(new Event('change', { bubbles: true }));
  });
  expect(devices.asked).toEqual(['camera two']);
  actNow(() => document.querySelector<HTMLElement>('[aria-label="Mute microphone"]')?.click());
  expect(document.querySelector('[aria-label="Unmute microphone"]')).not.toBeNull();
});
