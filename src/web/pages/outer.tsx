// The frame of the pages around a call: brand, language, theme, skip link.
import type { ComponentChildren } from 'preact';
import { Logotype } from '#ui/brand.tsx';
import { Icon } from '#ui/icon.tsx';
import { words } from '../i18n/words.ts';
import { changeSettings, language } from '../settings.ts';
import { Link } from './link.tsx';
import { isDark } from './theme.ts';

/** A button, as a link would need the address's fragment, which is for a room's secret. */
export function SkipButton() {
  return (
    <button type="button" class="skip" onClick={() => document.getElementById('content')?.focus()}>
      {words.value.skip}
    </button>
  );
}

export function Top() {
  const w = words.value;
  const other = language.value === 'en' ? 'ko' : 'en';
  const dark = isDark.value;
  return (
    <header class="top">
      <Link to="/" class="brand" label={w.homeLink}>
        <Logotype language={language.value} />
      </Link>
      <div class="top__tools">
        <button
          type="button"
          class="button button--plain button--small"
          lang={other}
          onClick={() => changeSettings({ language: other })}
        >
          <Icon name="globe" kind="sm" />
          {w.otherLanguage}
        </button>
        <button
          type="button"
          class="icon-button"
          aria-label={dark ? w.theme.toLight : w.theme.toDark}
          onClick={() => changeSettings({ theme: dark ? 'light' : 'dark' })}
        >
          <Icon name={dark ? 'sun' : 'moon'} />
        </button>
      </div>
    </header>
  );
}

/** A page around a call; `kind` is its block of styles. */
export function Outer({ kind, children }: { readonly kind: string; readonly children: ComponentChildren }) {
  return (
    <div class={kind}>
      <SkipButton />
      <Top />
      {children}
    </div>
  );
}
