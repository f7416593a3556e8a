// Every screen by name: ?screen=…&lang=en|ko&theme=light|dark. The list of names is on the page that has none.
import { type ComponentChildren, render } from 'preact';
import { loadWords } from '../../web/i18n/words.ts';
import { applyTheme } from '../../web/pages/theme.ts';
import { changeSettings, language } from '../../web/settings.ts';
import { screens } from './screens.tsx';

function List(): ComponentChildren {
  return (
    <ul>
      {Object.keys(screens).map((name) => (
        <li key={name}>
          <a href={`?screen=${name}`}>{name}</a>
        </li>
      ))}
    </ul>
  );
}

async function start(): Promise<void> {
  const asked = new URLSearchParams(location.search);
  const root = document.getElementById('app');
  if (root === null) return;
  changeSettings({
    language: asked.get('lang') === 'ko' ? 'ko' : 'en',
    theme: asked.get('theme') === 'dark' ? 'dark' : 'light',
  });
  applyTheme();
  await loadWords(language.peek());
  document.documentElement.lang = language.peek();
  const screen = screens[asked.get('screen') ?? ''];
  const shown = screen ? await screen() : <List />;
  render(shown, root);
}

void start();
