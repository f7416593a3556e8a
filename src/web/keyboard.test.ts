// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type KeyListener, keyLabel, keyMap, listenToKeys, usualKeys } from './keyboard.ts';

const act = vi.fn<KeyListener['act']>();
const region = vi.fn<KeyListener['region']>();
let ended = new AbortController();

beforeEach(() => {
  act.mockClear();
  region.mockClear();
  ended = new AbortController();
  document.body.innerHTML =
    '<input id="field"><button id="button">x</button><div role="menu"><i id="item" tabindex="0"></i></div><dialog id="dialog"><p id="inside" tabindex="0"></p></dialog><p id="page" tabindex="0"></p>';
  listenToKeys({ keys: () => keyMap({ isOn: true, keys: {} }, usualKeys), act, region }, ended.signal);
});

afterEach(() => ended.abort());

function press(code: string, where = 'page', init: KeyboardEventInit & { legacyCode?: number } = {}): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { code, bubbles: true, cancelable: true, ...init });
  if (init.legacyCode !== undefined) Object.defineProperty(event, 'keyCode', { value: init.legacyCode });
  document.getElementById(where)?.dispatchEvent(event);
  return event;
}

test('M mutes on any layout, as the key is meant and not its letter', () => {
  press('KeyM', 'page', { key: 'ㅡ' });
  expect(act.mock.calls).toEqual([['microphone', 'down']]);
});

test.each(['field', 'item', 'inside'])('a key in a %s is not the call’s', (where) => {
  press('KeyM', where);
  expect(act).not.toHaveBeenCalled();
});

test('a key while composing, with a modifier, held down or already taken is not the call’s', () => {
  press('KeyM', 'page', { isComposing: true });
  press('KeyM', 'page', { legacyCode: 229 });
  press('KeyM', 'page', { altKey: true });
  press('KeyM', 'page', { repeat: true });
  document.body.addEventListener('keydown', (event) => event.preventDefault(), { once: true });
  press('KeyM');
  expect(act).not.toHaveBeenCalled();
});

test('Ctrl or Command with D mutes also while writing, but not over a dialog', () => {
  expect(press('KeyD', 'field', { ctrlKey: true }).defaultPrevented).toBe(true);
  press('KeyE', 'field', { metaKey: true });
  press('KeyD', 'inside', { ctrlKey: true });
  expect(act.mock.calls).toEqual([
    ['microphone', 'down'],
    ['camera', 'down'],
  ]);
});

test('Space is held to talk and let go when the key, the window or the page goes', () => {
  press('Space');
  dispatchEvent(new KeyboardEvent('keyup', { code: 'Space' }));
  press('Space');
  dispatchEvent(new Event('blur'));
  press('Space');
  ended.abort();
  expect(act.mock.calls).toEqual([
    ['talk', 'down'],
    ['talk', 'up'],
    ['talk', 'down'],
    ['talk', 'up'],
    ['talk', 'down'],
    ['talk', 'up'],
  ]);
});

test('Space presses a button and does not talk', () => {
  expect(press('Space', 'button').defaultPrevented).toBe(false);
  expect(act).not.toHaveBeenCalled();
});

test('F6 goes through the parts of the page, back with Shift', () => {
  press('F6', 'field');
  press('F6', 'field', { shiftKey: true });
  expect(region.mock.calls).toEqual([[1], [-1]]);
});

describe('the person’s own keys', () => {
  test('replace the usual ones, may be taken away, and all may be off', () => {
    const usual = { microphone: 'KeyM', chat: 'KeyC' };
    expect([...keyMap({ isOn: true, keys: { microphone: 'KeyJ' } }, usual)]).toEqual([
      ['KeyJ', 'microphone'],
      ['KeyC', 'chat'],
    ]);
    expect([...keyMap({ isOn: true, keys: { chat: null } }, usual).values()]).toEqual(['microphone']);
    expect(keyMap({ isOn: false, keys: {} }, usual).size).toBe(0);
  });

  test('are shown as they are printed', () => {
    expect(['KeyM', 'Digit1', 'Space', 'Shift+Slash', 'Shift+KeyA'].map(keyLabel)).toEqual([
      'M',
      '1',
      'Space',
      '?',
      '⇧A',
    ]);
  });
});
