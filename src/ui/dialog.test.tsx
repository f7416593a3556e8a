// @vitest-environment happy-dom
import { render } from 'preact';
import { afterEach, expect, test, vi } from 'vitest';
import { actNow } from '../testing/act-now.ts';
import { Dialog } from './dialog.tsx';

function show(onClose?: () => void): HTMLDialogElement {
  actNow(() =>
    render(
      <Dialog labelledBy="title" {...(onClose ? { onClose } : {})}>
        <h2 id="title">Settings</h2>
      </Dialog>,
      document.body,
    ),
  );
  const dialog = document.querySelector('dialog');
  if (dialog === null) throw new Error('There is no dialog');
  return dialog;
}

afterEach(() => actNow(() => render(null, document.body)));

test('a dialog is modal while it is shown and is closed, not torn out, when it goes', () => {
  const showModal = vi.spyOn(HTMLDialogElement.prototype, 'showModal');
  const close = vi.spyOn(HTMLDialogElement.prototype, 'close');
  show();
  expect(showModal).toHaveBeenCalledOnce();
  actNow(() => render(null, document.body));
  expect(close).toHaveBeenCalledOnce();
});

test('Escape and a click beside it ask to close, a click inside does not', () => {
  const onClose = vi.fn<() => void>();
  const dialog = show(onClose);
  const escapeKey = new Event('cancel', { cancelable: true });
  actNow(() => dialog.dispatchEvent(escapeKey));
  expect(onClose).toHaveBeenCalledTimes(1);
  // The page decides: the browser does not close it behind the page's back.
  expect(escapeKey.defaultPrevented).toBe(true);
  actNow(() => dialog.querySelector('h2')?.click());
  expect(onClose).toHaveBeenCalledTimes(1);
  actNow(() => dialog.click());
  expect(onClose).toHaveBeenCalledTimes(2);
});

test('a dialog that has to be answered stays', () => {
  const dialog = show();
  const escapeKey = new Event('cancel', { cancelable: true });
  actNow(() => dialog.dispatchEvent(escapeKey));
  expect(escapeKey.defaultPrevented).toBe(true);
  expect(document.querySelector('dialog')).not.toBeNull();
});
