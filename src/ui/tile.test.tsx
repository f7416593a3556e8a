// @vitest-environment happy-dom
import { render } from 'preact';
import { afterEach, expect, test } from 'vitest';
import { actNow } from '../testing/act-now.ts';
import { Tile, type TileProps } from './tile.tsx';

const plain: TileProps = {
  name: 'Mina (you)',
  face: 'Mina',
  stream: null,
  isSpeaking: false,
  muted: null,
  host: null,
  quality: null,
  note: null,
  place: { left: 8, top: 0, width: 320, height: 200 },
};

function show(props: Partial<TileProps>): HTMLElement {
  actNow(() => render(<Tile {...plain} {...props} />, document.body));
  const tile = document.querySelector<HTMLElement>('.tile');
  if (tile === null) throw new Error('There is no tile');
  return tile;
}

afterEach(() => actNow(() => render(null, document.body)));

test('a tile is a group that is called exactly as the person', () => {
  const tile = show({ name: 'Jiyeon' });
  expect(tile.tagName).toBe('FIELDSET');
  expect(tile.getAttribute('aria-label')).toBe('Jiyeon');
});

test('a tile stands where it is placed, in pixels', () => {
  const { style } = show({});
  expect([style.left, style.top, style.width, style.height]).toEqual(['8px', '0px', '320px', '200px']);
});

test('what is seen by shape is said in words', () => {
  const tile = show({
    muted: 'Muted',
    host: 'Host',
    quality: { level: 'weak', words: 'Connection: weak' },
    note: 'Reconnecting…',
  });
  const named = [...tile.querySelectorAll('[role="img"]')].map((sign) => sign.getAttribute('aria-label'));
  expect(named).toEqual(['Connection: weak', 'Muted', 'Host']);
  expect(tile.textContent).toContain('Reconnecting…');
});

test('a face stands in for a camera that is off, and a picture that stands still is dimmed', () => {
  expect(show({}).querySelector('.avatar')?.textContent).toBe('MI');
  const frozen = show({ stream: new MediaStream(), note: 'Reconnecting…' });
  expect(frozen.className).toContain('tile--frozen');
  expect(frozen.querySelector('.avatar')).toBeNull();
});

test('video plays inline and silent', () => {
  const video = show({ stream: new MediaStream() }).querySelector('video');
  expect(video?.muted).toBe(true);
  expect(video?.playsInline ?? video?.hasAttribute('playsinline')).toBe(true);
});
