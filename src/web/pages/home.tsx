// The front page: start a room, see the open ones, come in with a link.
import { useSignal } from '@preact/signals';
import { TextField } from '#ui/field.tsx';
import { Icon } from '#ui/icon.tsx';
import { words } from '../i18n/words.ts';
import { keepName, keptName, keptRooms } from '../kept.ts';
import type { Signaling } from '../signaling/signaling.ts';
import { JoinWithLink } from './join-with-link.tsx';
import { Link } from './link.tsx';
import { cleanName, type NameProblem, nameProblem } from './names.ts';
import { OpenRooms } from './open-rooms.tsx';
import { Outer } from './outer.tsx';
import { roomPath } from './route.ts';
import { StartRoom } from './start-room.tsx';
import { useTitle } from './title.ts';

function LastRooms() {
  const rooms = keptRooms();
  if (rooms.length === 0) return null;
  return (
    <nav class="last" aria-labelledby="last-rooms">
      <h2 id="last-rooms">{words.value.home.lastRooms}</h2>
      <ul>
        {rooms.map((room) => (
          <li key={room.roomId}>
            <Link to={roomPath(room.roomId)} class="button button--small">
              <Icon name={room.secret === null ? 'people' : 'link'} kind="sm" />
              <span>{room.name}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

interface HeroProps {
  readonly isStarting: boolean;
  readonly onToggle: () => void;
}

function Hero({ isStarting, onToggle }: HeroProps) {
  const { home, name: nameWords } = words.value;
  const name = useSignal(keptName());
  const problem = useSignal<NameProblem | null>(null);

  function onName(text: string): void {
    name.value = text;
    const found = nameProblem(text);
    problem.value = text === '' ? null : found;
    if (found === null) keepName(cleanName(text));
  }

  return (
    <section class="hero" aria-labelledby="home-title">
      <h1 id="home-title">{home.title}</h1>
      <p>{isStarting ? home.leadOfForm : home.lead}</p>
      <form
        class="hero__form"
        onSubmit={(event) => {
          event.preventDefault();
          onToggle();
        }}
      >
        <TextField
          label={nameWords.label}
          value={name.value}
          onInput={onName}
          error={problem.value && nameWords[problem.value]}
          autocomplete="nickname"
          name="name"
        />
        <button
          type="submit"
          class={`button button--large button--wide${isStarting ? '' : ' button--primary'}`}
          aria-expanded={isStarting}
        >
          {isStarting && <Icon name="x" />}
          {isStarting ? home.notNow : home.start}
        </button>
      </form>
      {!isStarting && (
        <>
          <div class="hero__or">{home.orLink}</div>
          <JoinWithLink />
          <LastRooms />
        </>
      )}
    </section>
  );
}

export function Home({ signaling }: { readonly signaling: Signaling }) {
  const isStarting = useSignal(false);
  useTitle(null);
  return (
    <Outer kind="home">
      <main class="home__main" id="content" tabIndex={-1}>
        <Hero isStarting={isStarting.value} onToggle={() => (isStarting.value = !isStarting.value)} />
        <section class={`yard${isStarting.value ? ' yard--form' : ''}`} aria-labelledby="yard-title">
          <div class="yard__in">
            {isStarting.value ? <StartRoom signaling={signaling} /> : <OpenRooms signaling={signaling} />}
          </div>
          <div class="yard__gate" aria-hidden="true">
            <i />
            <i />
          </div>
        </section>
      </main>
    </Outer>
  );
}
