// @vitest-environment happy-dom
import { render } from 'preact';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { limits } from '#protocol/limits.ts';
import { actNow } from '../../../testing/act-now.ts';
import { type LentContext, lendContext, testMember } from '../../../testing/feature-context.ts';
import type { ChatMessage } from '../messages.ts';
import { chat } from './panel.tsx';

const mina = testMember('Mina');
const jun = testMember('Jun');
const sora = testMember('Sora');

type Seat = ReturnType<typeof chat.open>;

function openChat(context: LentContext<ChatMessage> = lendContext<ChatMessage>([mina, jun])) {
  const seat = chat.open(context);
  show(seat);
  const hear = (text: string, id = text, from = jun): void => actNow(() => context.hear({ id, text }, from));
  return { context, seat, hear };
}

function show({ Panel }: Seat): void {
  actNow(() => render(<Panel />, document.body));
}

function find(selector: string): HTMLElement {
  const element = document.querySelector<HTMLElement>(selector);
  if (element === null) throw new Error(`Nothing is ${selector}`);
  return element;
}

function field(): HTMLTextAreaElement {
  return find('textarea') as HTMLTextAreaElement;
}

function type(text: string): void {
  actNow(() => {
    field().value = text;
    field().dispatchEvent(new InputEvent('input', { bubbles: true }));
  });
}

/** Presses Enter in the field; false when the field took it itself (and broke the line). */
function enter(init: KeyboardEventInit & { legacyCode?: number; timeStamp?: number } = {}): boolean {
  const event = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...init });
  if (init.legacyCode !== undefined) Object.defineProperty(event, 'keyCode', { value: init.legacyCode });
  if (init.timeStamp !== undefined) Object.defineProperty(event, 'timeStamp', { value: init.timeStamp });
  actNow(() => field().dispatchEvent(event));
  return event.defaultPrevented;
}

function press(name: string): void {
  const button = [...document.querySelectorAll('button')].find(
    (one) => (one.getAttribute('aria-label') ?? one.textContent) === name,
  );
  if (button === undefined) throw new Error(`There is no button ${name}`);
  actNow(() => button.click());
}

function bubbles(): readonly string[] {
  return [...document.querySelectorAll('.bubble')].map((bubble) => bubble.textContent ?? '');
}

function scrollTo(top: number): void {
  const scroller = find('.panel__body');
  actNow(() => {
    scroller.scrollTop = top;
    scroller.dispatchEvent(new Event('scroll'));
  });
}

function stubTouch(isTouch: boolean): void {
  vi.stubGlobal('matchMedia', () => ({ matches: isTouch }));
}

afterEach(() => {
  actNow(() => render(null, document.body));
  vi.unstubAllGlobals();
});

describe('writing', () => {
  test('Enter sends what was written, without the space around it, and empties the field', () => {
    const { context } = openChat();
    type('  hello\nthere ');
    expect(enter()).toBe(true);
    expect(context.published).toEqual([
      { message: { id: 'id-1', text: 'hello\nthere' }, options: { isReliable: true } },
    ]);
    expect([bubbles(), field().value]).toEqual([['hello\nthere'], '']);
  });

  test('the Send button sends too, and keeps the field in focus', () => {
    const { context } = openChat();
    type('hello');
    press('Send');
    expect(context.published).toHaveLength(1);
    expect(document.activeElement).toBe(field());
  });

  test('Shift+Enter breaks the line', () => {
    const { context } = openChat();
    type('hello');
    expect(enter({ shiftKey: true })).toBe(false);
    expect(context.published).toEqual([]);
  });

  test('on a touch screen Enter breaks the line and Send sends', () => {
    stubTouch(true);
    const { context } = openChat();
    type('hello');
    expect(enter()).toBe(false);
    expect(context.published).toEqual([]);
    press('Send');
    expect(context.published).toHaveLength(1);
  });

  test('nothing but space is not sent', () => {
    const { context } = openChat();
    type(' \n ');
    enter();
    expect([context.published, bubbles()]).toEqual([[], []]);
  });
});

describe('composing a syllable', () => {
  test('the Enter that ends it sends nothing, however the browser says so', () => {
    const { context } = openChat();
    type('안녕');
    expect(enter({ isComposing: true })).toBe(false);
    expect(enter({ legacyCode: 229 })).toBe(false);
    expect(context.published).toEqual([]);
  });

  test('the Enter that Safari reports just after it sends nothing, the next one sends', () => {
    const { context } = openChat();
    type('안녕');
    const ended = new CompositionEvent('compositionend', { bubbles: true });
    Object.defineProperty(ended, 'timeStamp', { value: 1_000 });
    actNow(() => field().dispatchEvent(ended));
    enter({ timeStamp: 1_029 });
    expect(context.published).toEqual([]);
    enter({ timeStamp: 1_030 });
    expect(context.published).toHaveLength(1);
  });
});

describe('the limit', () => {
  test('is counted in what people call characters, near it, and never crossed', () => {
    const { context } = openChat();
    type('👍'.repeat(limits.chatGraphemes - 201));
    expect(document.querySelector('.composer__count')).toBeNull();
    type('👍'.repeat(limits.chatGraphemes));
    expect(find('.composer__count').textContent).toBe('2000 of 2000 characters');
    type('가'.repeat(limits.chatGraphemes + 1));
    expect(find('[role=alert]').textContent).toBe('At most 2000 characters, please');
    expect(field().getAttribute('aria-invalid')).toBe('true');
    enter();
    expect([context.published, field().value.length]).toEqual([[], limits.chatGraphemes + 1]);
  });
});

describe('a message that could not be handed over', () => {
  test('stays with Retry, goes again under the same id, and says nothing more when it has arrived', () => {
    const { context } = openChat();
    context.refusal = 'channel-full';
    type('hello');
    enter();
    expect(find('.turn__fail').textContent).toContain('Not sent');
    press('Retry');
    expect(find('.turn__fail').textContent).toContain('Not sent');
    context.refusal = null;
    press('Retry');
    expect(context.published).toEqual([{ message: { id: 'id-1', text: 'hello' }, options: { isReliable: true } }]);
    actNow(() => context.deliver(1));
    expect([document.querySelector('.turn__fail'), bubbles()]).toEqual([null, ['hello']]);
  });

  test('is not the same as one that waits while nobody can be reached', () => {
    const { context } = openChat();
    actNow(() => {
      context.isReachable.value = false;
    });
    type('hello');
    enter();
    expect(find('.turn__wait').textContent).toBe('Waiting for the connection…');
    actNow(() => context.deliver(1));
    expect(document.querySelector('.turn__wait')).toBeNull();
  });
});

describe('reading', () => {
  test('shows writer, time in 24 hours and text, and one’s own without a name', () => {
    const { hear } = openChat();
    hear('hello');
    type('hi');
    enter();
    const times = [...document.querySelectorAll('time')].map((time) => time.textContent);
    expect(times[0]).toMatch(/^\d\d:30$/);
    expect([...document.querySelectorAll('.turn b')].map((name) => name.textContent)).toEqual(['Jun']);
    expect(document.querySelectorAll('.turn--mine')).toHaveLength(1);
  });

  test('a message that comes twice is shown once', () => {
    const { hear } = openChat();
    hear('hello', 'a');
    hear('hello', 'a');
    expect(bubbles()).toEqual(['hello']);
  });

  test('links open elsewhere and take nothing along', () => {
    const { hear } = openChat();
    hear('https://studio.example/plan을 보세요');
    const link = find('.bubble a') as HTMLAnchorElement;
    expect([link.getAttribute('href'), link.target, link.rel]).toEqual([
      'https://studio.example/plan',
      '_blank',
      'noopener noreferrer',
    ]);
    expect(bubbles()).toEqual(['https://studio.example/plan을 보세요']);
  });

  test('a message says its language, that a screen reader may pick the right voice', () => {
    const { context, hear } = openChat();
    hear('안녕하세요');
    hear('hello');
    hear('123 👍');
    const languages = (): (string | null)[] =>
      [...document.querySelectorAll('.bubble')].map((one) => one.getAttribute('lang'));
    expect(languages()).toEqual(['ko', 'en', 'en']);
    actNow(() => {
      context.language.value = 'ko';
    });
    expect(languages()).toEqual(['ko', 'en', 'ko']);
  });

  test('scrolled up, new messages are not read out and wait behind a button', () => {
    const { hear } = openChat();
    hear('one');
    expect(find('[role=log]').getAttribute('aria-live')).toBe('polite');
    scrollTo(-300);
    hear('two');
    hear('three');
    expect(find('[role=log]').getAttribute('aria-live')).toBe('off');
    press('2 new messages');
    expect(document.querySelector('.chat-new')).toBeNull();
    expect(find('[role=log]').getAttribute('aria-live')).toBe('polite');
  });

  test('can be scrolled by keyboard', () => {
    openChat();
    expect(find('[role=log]').tabIndex).toBe(0);
  });

  test.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '"><svg onload=alert(1)>',
    'javascript:alert(1)',
    'https://w.example/"onmouseover="alert(1)',
    'https://w.example/<img src=x onerror=alert(1)>',
    '[x](javascript:alert(1))',
    '&lt;b&gt;',
    '{{constructor.constructor("alert(1)")()}}',
    '\u202egpj.exe',
  ])('%s is text', (attack) => {
    const { hear } = openChat();
    hear(attack, 'attack');
    expect(bubbles()).toEqual([attack]);
    const elements = [...find('.bubble').querySelectorAll('*')];
    for (const element of elements) {
      expect(element.tagName).toBe('A');
      expect(element.getAttributeNames().toSorted()).toEqual(['href', 'rel', 'target']);
      expect(element.getAttribute('href')).toMatch(/^https:\/\/w\.example\/$/);
    }
  });

  test('an attack in a name is text as well', () => {
    const eve = testMember('<b>Eve</b>');
    const { hear } = openChat(lendContext<ChatMessage>([mina, eve]));
    hear('x', 'x', eve);
    expect([find('.turn b').textContent, find('.turn b').childElementCount]).toEqual(['<b>Eve</b>', 0]);
  });
});

describe('while the panel is closed', () => {
  test('what comes is counted on the button and read out with its beginning', () => {
    const { context, seat, hear } = openChat();
    actNow(() => {
      context.isOpen.value = false;
    });
    hear('hello');
    hear(`long ${'x'.repeat(200)}`);
    expect(seat.button.badge.value).toEqual({ count: 2, spoken: '2 unread' });
    expect(context.announced).toEqual(['Jun: hello', `Jun: long ${'x'.repeat(75)}…`]);
    actNow(() => {
      context.isOpen.value = true;
    });
    expect(seat.button.badge.value).toBeNull();
    hear('seen');
    expect([seat.button.badge.value, context.announced.length]).toEqual([null, 2]);
  });

  test('what was being written is kept, also over leaving and coming back to the room', () => {
    const { context, seat } = openChat();
    type('half a sent');
    actNow(() => render(null, document.body));
    show(seat);
    expect(field().value).toBe('half a sent');
    context.end();
    openChat(lendContext<ChatMessage>([mina, jun], context.roomId));
    expect(field().value).toBe('half a sent');
    openChat();
    expect(field().value).toBe('');
  });
});

describe('who comes and goes', () => {
  test('has a line, merged while nothing is said, and a dropped member has not gone', () => {
    const { context, hear } = openChat();
    const set = (...members: readonly (typeof mina)[]): void =>
      actNow(() => {
        context.members.value = members;
      });
    set(mina, { ...jun, presence: 'reconnecting' }, sora);
    set(mina, jun, sora, testMember('Bo'));
    set(mina, sora, testMember('Bo'));
    const lines = (): (string | null)[] =>
      [...document.querySelectorAll('.day')].slice(2).map((line) => line.textContent);
    expect(lines()).toEqual(['Sora and Bo came in · Jun left']);
    hear('hello', 'a', sora);
    set(mina, sora);
    expect(lines()).toEqual(['Sora and Bo came in · Jun left', 'Bo left']);
  });

  test('whoever wrote and left keeps the name', () => {
    const { context, hear } = openChat();
    hear('bye');
    actNow(() => {
      context.members.value = [mina];
    });
    expect(find('.turn b').textContent).toBe('Jun');
  });
});

describe('the words', () => {
  test('are as tests and assistive technology know them', () => {
    const { seat } = openChat();
    expect(seat.title.value).toBe('Chat');
    expect(find('[role=log]').getAttribute('aria-label')).toBe('Chat messages');
    expect(field().getAttribute('aria-label')).toBe('Message');
    expect(find('button[type=submit]').getAttribute('aria-label')).toBe('Send');
  });

  test('greet, and say in both languages that nothing remains', () => {
    const { context } = openChat();
    const lines = (): (string | null)[] => [...document.querySelectorAll('.day')].map((line) => line.textContent);
    expect(lines()).toEqual(['No messages yet. They disappear when the room ends.', 'Welcome, Mina.']);
    actNow(() => {
      context.language.value = 'ko';
    });
    expect(lines()).toEqual(['아직 메시지가 없어요. 방이 끝나면 사라져요.', 'Mina님, 반가워요.']);
    expect(field().getAttribute('aria-label')).toBe('메시지');
  });
});
