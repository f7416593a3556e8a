import { expect, test, vi } from 'vitest';
import { createSerialLine } from './serial-line.ts';

function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

test('a step that is quick waits for the slow one before it', async () => {
  const line = createSerialLine(9);
  const done: string[] = [];
  const slow = gate();
  line.add(async () => {
    await slow.opened;
    done.push('slow');
  });
  line.add(async () => {
    done.push('quick');
  });
  slow.open();
  await vi.waitFor(() => expect(done).toEqual(['slow', 'quick']));
});

test('one step more than may wait is refused, and taken when one is done', async () => {
  const line = createSerialLine(1);
  const first = gate();
  expect(line.add(() => first.opened)).toBe(true);
  expect(line.add(async () => undefined)).toBe(false);
  first.open();
  await vi.waitFor(() => expect(line.add(async () => undefined)).toBe(true));
});
