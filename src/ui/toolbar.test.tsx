// @vitest-environment happy-dom
import { render } from 'preact';
import { afterEach, expect, test } from 'vitest';
import { actNow } from '../testing/act-now.ts';
import { Toolbar } from './toolbar.tsx';

function show(...names: string[]): void {
  actNow(() =>
    render(
      <Toolbar label="Call controls">
        {names.map((name) => (
          <button type="button" key={name}>
            {name}
          </button>
        ))}
      </Toolbar>,
      document.body,
    ),
  );
}

function stops(): (string | null)[] {
  return [...document.querySelectorAll('button')]
    .filter((button) => button.tabIndex === 0)
    .map((each) => each.textContent);
}

function press(key: string): void {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
  actNow(() => (document.activeElement ?? document.body).dispatchEvent(event));
}

function focus(name: string): void {
  actNow(() => [...document.querySelectorAll('button')].find((button) => button.textContent === name)?.focus());
}

afterEach(() => actNow(() => render(null, document.body)));

test('Tab stops once in a toolbar', () => {
  show('Mute', 'Chat', 'Leave');
  expect(stops()).toEqual(['Mute']);
});

test('arrows move inside and round, and Tab comes back to where one was', () => {
  show('Mute', 'Chat', 'Leave');
  focus('Mute');
  press('ArrowRight');
  expect(document.activeElement?.textContent).toBe('Chat');
  press('End');
  expect(document.activeElement?.textContent).toBe('Leave');
  press('ArrowRight');
  expect(document.activeElement?.textContent).toBe('Mute');
  press('ArrowLeft');
  expect(document.activeElement?.textContent).toBe('Leave');
  expect(stops()).toEqual(['Leave']);
});

test('the stop survives controls that come, and moves when its control goes', () => {
  show('Mute', 'Chat');
  focus('Chat');
  show('Mute', 'Chat', 'People');
  expect(stops()).toEqual(['Chat']);
  show('Mute', 'People');
  expect(stops()).toEqual(['Mute']);
});
