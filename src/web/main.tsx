// Puts the house together: settings, words, the wire, and the page that the address asks for.
import { effect, signal } from '@preact/signals';
import { type ComponentChildren, render } from 'preact';
import { useErrorBoundary } from 'preact/hooks';
import type { Language } from '#contract.web';
import { loadWords } from './i18n/words.ts';
import { type Route, route, startRouting } from './pages/route.ts';
import { Crashed, isSupported, NotFound, Unsupported } from './pages/system.tsx';
import { applyTheme } from './pages/theme.ts';
import { language } from './settings.ts';
import type { Signaling } from './signaling/signaling.ts';
import { openSignaling } from './signaling/socket-signaling.ts';

type HomePage = typeof import('./pages/home.tsx');
type RoomWing = typeof import('./room-wing.tsx');

const homePage = signal<HomePage | null>(null);
const roomWing = signal<RoomWing | null>(null);
const failure = signal<unknown>(null);

function Page({ signaling }: { readonly signaling: Signaling }) {
  const at = route.value;
  switch (at.page) {
    case 'home':
      return homePage.value === null ? null : <homePage.value.Home signaling={signaling} />;
    case 'room':
      return roomWing.value === null ? null : (
        <roomWing.value.RoomWing key={at.roomId} signaling={signaling} roomId={at.roomId} />
      );
    case 'unknown':
      return <NotFound />;
  }
}

function Guarded({ children }: { readonly children: ComponentChildren }) {
  const caught: readonly [unknown, () => void] = useErrorBoundary();
  const problem = caught[0] ?? failure.value;
  return problem ? <Crashed error={problem} /> : children;
}

/** Keeps what the address needs fetched: beside the words and not after them. */
async function fetchPage(page: Route['page']): Promise<void> {
  try {
    if (page === 'home') homePage.value = await import('./pages/home.tsx');
    if (page === 'room') roomWing.value = await import('./room-wing.tsx');
  } catch (problem) {
    // A page of an older server's, most often: reloading fetches the new one.
    failure.value = problem;
  }
}

async function speak(language: Language): Promise<void> {
  await loadWords(language);
  document.documentElement.lang = language;
}

async function start(root: HTMLElement): Promise<void> {
  applyTheme();
  startRouting();
  effect(() => void fetchPage(route.value.page));
  await loadWords(language.peek());
  effect(() => void speak(language.value));
  root.textContent = '';
  if (!isSupported()) {
    render(<Unsupported />, root);
    return;
  }
  const signaling = openSignaling(location.origin);
  render(
    <Guarded>
      <Page signaling={signaling} />
    </Guarded>,
    root,
  );
}

const root = document.getElementById('app');
if (root !== null) {
  start(root).catch(() => {
    // Not even the words have come.
    root.textContent = 'Madang could not be opened. Please reload. · 마당을 열지 못했어요. 새로고침해 주세요.';
  });
}
