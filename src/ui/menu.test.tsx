// @vitest-environment happy-dom
import { render } from 'preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { actNow } from '../testing/act-now.ts';
import { MenuButton, MenuChoice, MenuItem } from './menu.tsx';

const chosen = vi.fn<(name: string) => void>();

/** The browser's part: a popover tells before and after it opens or closes. */
function toggled(newState: 'open' | 'closed'): void {
  for (const type of ['beforetoggle', 'toggle']) {
    const event = Object.assign(new Event(type), { newState });
    actNow(() => menu().dispatchEvent(event));
  }
}

function menu(): HTMLElement {
  const element = document.querySelector<HTMLElement>('[role="menu"]');
  if (element === null) throw new Error('There is no menu');
  return element;
}

function press(key: string): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
  actNow(() => (document.activeElement ?? document.body).dispatchEvent(event));
  return event;
}

function focused(): string {
  return document.activeElement?.textContent ?? '';
}

beforeEach(() => {
  HTMLElement.prototype.hidePopover = vi.fn<() => void>(() => toggled('closed'));
  actNow(() =>
    render(
      <MenuButton label="Microphone options" icon="down">
        <MenuChoice isChosen={false} onSelect={() => chosen('Built-in')}>
          Built-in
        </MenuChoice>
        <MenuChoice isChosen onSelect={() => chosen('Headset')}>
          Headset
        </MenuChoice>
        <MenuItem onSelect={() => chosen('Settings')}>Settings</MenuItem>
      </MenuButton>,
      document.body,
    ),
  );
});

afterEach(() => {
  actNow(() => render(null, document.body));
  chosen.mockClear();
});

test('a menu opens on the item that is chosen now', () => {
  toggled('open');
  expect(focused()).toBe('Headset');
  expect(document.querySelector('button')?.getAttribute('aria-expanded')).toBe('true');
});

test('arrows go round, Home and End go to the ends', () => {
  toggled('open');
  press('ArrowDown');
  expect(focused()).toBe('Settings');
  press('ArrowDown');
  expect(focused()).toBe('Built-in');
  press('ArrowUp');
  expect(focused()).toBe('Settings');
  press('Home');
  expect(focused()).toBe('Built-in');
  press('End');
  expect(focused()).toBe('Settings');
});

test('a letter goes to the next item that begins with it', () => {
  toggled('open');
  press('b');
  expect(focused()).toBe('Built-in');
  press('s');
  expect(focused()).toBe('Settings');
});

test("keys in a menu are not heard by what is around it, and Space stays the item's", () => {
  const heard = vi.fn<() => void>();
  document.body.addEventListener('keydown', heard);
  toggled('open');
  press('ArrowDown');
  const space = press(' ');
  document.body.removeEventListener('keydown', heard);
  expect(heard).not.toHaveBeenCalled();
  expect(space.defaultPrevented).toBe(false);
});

test('Tab and choosing close the menu', () => {
  toggled('open');
  press('Tab');
  expect(document.querySelector('[role^="menuitem"]')).toBeNull();
  toggled('open');
  actNow(() => document.querySelector<HTMLElement>('[role="menuitemradio"]')?.click());
  expect(chosen).toHaveBeenCalledWith('Built-in');
  expect(document.querySelector('[role^="menuitem"]')).toBeNull();
});
