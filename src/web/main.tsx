// Puts the house together: settings, words, the wire, and the page that the address asks for.
import { effect, signal } from '@preact/signals';
import { type ComponentChildren, render } from 'preact';
import { useErrorBoundary } from 'preact/hooks';
import { loadWords, words } from './i18n/words.ts';
import { route, startRouting } from './pages/route.ts';
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
  const [error] = useErrorBoundary();
  const problem: unknown = error ?? failure.value;
  return problem ? <Crashed error={problem} /> : children;
}

/** Fetches what the address needs, beside the words and not after them. */
function fetchPage(): void {
  const { page } = route.value;
  const fail = (problem: unknown): void => {
    failure.value = problem;
  };
  if (page === 'home') import('./pages/home.tsx').then((part) => (homePage.value = part), fail);
  if (page === 'room') import('./room-wing.tsx').then((part) => (roomWing.value = part), fail);
}

async function start(): Promise<void> {
  const root = document.getElementById('app');
  if (root === null) return;
  applyTheme();
  startRouting();
  effect(fetchPage);
  await loadWords(language.peek());
  effect(() => {
    const chosen = language.value;
    void loadWords(chosen).then(() => {
      document.documentElement.lang = chosen;
      document.title = words.peek().brand;
    });
  });
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

void start();
