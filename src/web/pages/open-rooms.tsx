// The listed rooms of this server, live: a snapshot after every connection, then changes.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ListedRoom, ListedRoomFact } from '#protocol/rooms.ts';
import { Icon } from '#ui/icon.tsx';
import { words } from '../i18n/words.ts';
import type { Signaling } from '../signaling/signaling.ts';
import { Link } from './link.tsx';
import { roomPath } from './route.ts';

const seatsDrawn = 12;

function withFact(rooms: readonly ListedRoom[], fact: ListedRoomFact): readonly ListedRoom[] {
  if (fact.kind === 'closed') return rooms.filter((room) => room.roomId !== fact.roomId);
  const isKnown = rooms.some((room) => room.roomId === fact.room.roomId);
  return isKnown ? rooms.map((room) => (room.roomId === fact.room.roomId ? fact.room : room)) : [...rooms, fact.room];
}

function Seats({ inside, seats }: { readonly inside: number; readonly seats: number }) {
  if (seats > seatsDrawn) return null;
  return (
    <span class="seats" aria-hidden="true">
      {Array.from({ length: seats }, (_, seat) => (
        <i key={seat} class={seat < inside ? 'taken' : ''} />
      ))}
    </span>
  );
}

function Room({ room }: { readonly room: ListedRoom }) {
  const { home, rules } = words.value;
  const isFull = room.inside >= room.rules.seats;
  return (
    <li class={`room${isFull ? ' room--full' : ''}`}>
      <Link to={roomPath(room.roomId)}>{room.rules.name}</Link>
      <span class="room__count num">{home.seats(room.inside, room.rules.seats)}</span>
      <span class="room__rules">{isFull ? home.full : rules.devices[room.rules.devices]}</span>
      <Seats inside={room.inside} seats={room.rules.seats} />
    </li>
  );
}

export function OpenRooms({ signaling }: { readonly signaling: Signaling }) {
  const { home } = words.value;
  const rooms = useSignal<readonly ListedRoom[] | null>(null);
  useEffect(() => {
    let isHere = true;
    // Changes that overtake the snapshot are kept and put on top of it.
    let early: readonly ListedRoomFact[] = [];
    const stopFacts = signaling.on('rooms', (fact) => {
      if (rooms.peek() === null) early = [...early, fact].slice(-200);
      else rooms.value = withFact(rooms.peek() ?? [], fact);
    });
    const watch = async (): Promise<void> => {
      const answer = await signaling.ask('rooms:watch', {});
      if (!isHere || !answer.ok) return;
      rooms.value = early.reduce(withFact, answer.rooms);
      early = [];
    };
    const stopUp = signaling.onUp(() => {
      rooms.value = null;
      void watch();
    });
    if (signaling.connection.peek().phase === 'up') void watch();
    return () => {
      isHere = false;
      stopFacts();
      stopUp();
    };
  }, [signaling]);

  const isLive = signaling.connection.value.phase === 'up' && rooms.value !== null;
  return (
    <>
      <div class="yard__head">
        <h2 id="yard-title">{home.rooms}</h2>
        <span class={`chip${isLive ? ' chip--heard' : ''}`} role="status">
          {isLive && <span class="live" />}
          {isLive ? home.live : home.offline}
        </span>
      </div>
      {rooms.value?.length === 0 && (
        <div class="yard__empty">
          <p>{home.noRooms}</p>
          <p>{home.noRoomsHint}</p>
        </div>
      )}
      <ul aria-label={home.rooms}>
        {(rooms.value ?? []).map((room) => (
          <Room key={room.roomId} room={room} />
        ))}
      </ul>
      <p class="yard__note">
        <Icon name="lock" kind="sm" />
        {home.neverListed}
      </p>
    </>
  );
}
