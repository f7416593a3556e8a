// @vitest-environment happy-dom
import { render } from 'preact';
import { afterEach, expect, test } from 'vitest';
import { actNow } from '../../../testing/act-now.ts';
import { lendContext, testMember } from '../../../testing/feature-context.ts';
import type { Cheer } from '../messages.ts';
import { tally } from './panel.tsx';

const mina = testMember('Mina');
const jun = testMember('Jun');

function shown() {
  const context = lendContext<Cheer>([mina, jun]);
  const { Panel } = tally.open(context);
  actNow(() => render(<Panel />, document.body));
  const press = (name: string): void => {
    const button = [...document.querySelectorAll('button')].find((one) => one.textContent === name);
    actNow(() => button?.click());
  };
  return { context, press };
}

afterEach(() => actNow(() => render(null, document.body)));

test('the number is the room’s, whatever is pressed', () => {
  const { context, press } = shown();
  press('Add one');
  expect(document.body.textContent).toContain('0, 0 of it yours');
  expect(context.commands).toEqual([{ type: 'add', body: { id: 'id-1', amount: 1 } }]);
  actNow(() => context.hearFact('view', { total: 4, mine: 1 }));
  expect(document.body.textContent).toContain('4, 1 of it yours');
});

test('a fact that is none changes nothing', () => {
  const { context } = shown();
  actNow(() => context.hearFact('view', { total: 'many', mine: 1 }));
  expect(document.body.textContent).toContain('0, 0 of it yours');
});

test('what others do is said with their names, in the language of the page', () => {
  const { context, press } = shown();
  context.hearFact('added', { by: jun.id, amount: 3 });
  context.hear({ cheer: 'clap' }, jun);
  actNow(() => {
    context.language.value = 'ko';
  });
  context.hear({ cheer: 'clap' }, testMember('Sora'));
  expect(context.announced).toEqual(['Jun added 3', 'Jun cheers', '누군가님이 응원해요']);
  press('응원하기');
  expect(context.published).toEqual([{ message: { cheer: 'clap' }, options: { isReliable: false } }]);
});
