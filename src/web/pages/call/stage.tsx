// The people: who stands where, the own picture floating for two, pages when there are more than can be read.
import { useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import {
  type Corner,
  gridOf,
  placeDuo,
  placeGrid,
  placeStrip,
  type Rect,
  type Size,
  type StageForm,
  tilesPerPage,
} from '#call/layout.ts';
import { others, self } from '#call/state.ts';
import type { Member } from '#protocol/session.ts';
import { Icon } from '#ui/icon.tsx';
import { Tile } from '#ui/tile.tsx';
import type { CallSession } from '../../call/call-session.ts';
import type { Devices } from '../../devices/devices.ts';
import { words } from '../../i18n/words.ts';
import { isMirrored, useStream } from '../own-picture.ts';
import { watchClosedPages } from './closed-pages.ts';
import { FloatingHandle, useDragging } from './floating.tsx';
import { otherFacts, ownFacts } from './person.ts';
import { useSize, useStageForm } from './viewport.ts';

/** A stage flatter than this (a sheet lies over it) shows one row of small tiles. */
const stripBelowPx = 140;
const glidingMost = 9;

interface Arrangement {
  readonly shown: readonly Member[];
  readonly places: readonly Rect[];
  readonly pages: number;
  readonly isDuo: boolean;
}

/** People by time of joining, oneself last; two on a stage of some height make a duo. */
function arrange(stage: Size, form: StageForm, people: readonly Member[], page: number, corner: Corner): Arrangement {
  const isFlat = stage.height < stripBelowPx;
  if (people.length === 2 && !isFlat) {
    const duo = placeDuo(stage, corner, form);
    return { shown: people, places: [duo.other, duo.self], pages: 1, isDuo: true };
  }
  if (isFlat && gridOf(stage, people.length, form) === null) {
    const places = placeStrip(stage, people.length, form);
    return { shown: people.slice(0, places.length), places, pages: 1, isDuo: false };
  }
  const perPage = tilesPerPage(stage, people.length, form);
  const pages = Math.ceil(people.length / perPage);
  const from = Math.min(page, pages - 1) * perPage;
  const shown = people.slice(from, from + perPage);
  return { shown, places: placeGrid(stage, shown.length, form), pages, isDuo: false };
}

interface OtherTileProps {
  readonly call: CallSession;
  readonly member: Member;
  readonly place: Rect;
  readonly moveKey: string | null;
}

function OtherTile({ call, member, place, moveKey }: OtherTileProps) {
  const facts = otherFacts(call.state.value, member, call.media.value.get(member.id), words.value);
  return (
    <Tile
      {...facts}
      face={member.name}
      isSpeaking={call.speaking.value.has(member.id)}
      place={place}
      moveKey={moveKey}
    />
  );
}

interface OwnTileProps extends OtherTileProps {
  readonly devices: Devices;
  readonly stage: Size;
  readonly corner: Corner | null;
  readonly onCorner: (corner: Corner) => void;
}

function OwnTile({ call, member, place, moveKey, devices, stage, corner, onCorner }: OwnTileProps) {
  const stream = useStream(devices.cameraTrack);
  const element = useRef<HTMLFieldSetElement>(null);
  useDragging(element, { stage, isOn: corner !== null, onDrop: onCorner });
  const { isWanted, phase } = devices.microphone.value;
  const facts = ownFacts(member, { stream: stream.value, isHeard: isWanted && phase === 'on' }, words.value);
  return (
    <Tile
      {...facts}
      host={corner === null ? facts.host : null}
      face={member.name}
      isMirrored={isMirrored(devices.cameraTrack.value)}
      isSpeaking={call.speaking.value.has(member.id)}
      isFloating={corner !== null}
      place={place}
      moveKey={moveKey}
      elementRef={element}
    >
      {corner !== null && <FloatingHandle corner={corner} onCorner={onCorner} />}
    </Tile>
  );
}

function Pages({
  page,
  pages,
  onPage,
}: {
  readonly page: number;
  readonly pages: number;
  readonly onPage: (page: number) => void;
}) {
  const { call } = words.value;
  if (pages < 2) return null;
  const step = (by: number) => onPage((page + by + pages) % pages);
  return (
    <div class="stage__pages">
      <button type="button" class="icon-button" aria-label={call.previousPage} onClick={() => step(-1)}>
        <Icon name="previous" />
      </button>
      <span class="num">{call.pageOf(page + 1, pages)}</span>
      <button type="button" class="icon-button" aria-label={call.nextPage} onClick={() => step(1)}>
        <Icon name="next" />
      </button>
    </div>
  );
}

export function Stage({ call, devices }: { readonly call: CallSession; readonly devices: Devices }) {
  const element = useRef<HTMLDivElement>(null);
  const stage = useSize(element).value;
  const form = useStageForm().value;
  const corner = useSignal<Corner>('top-right');
  const page = useSignal(0);
  const watch = useMemo(() => watchClosedPages(call), [call]);
  useEffect(() => watch.stop, [watch]);
  const state = call.state.value;
  const me = self(state);
  const present = others(state).filter(({ id }) => !watch.closed.value.has(id));
  const people = me === undefined ? present : [...present, me];
  const { shown, places, pages, isDuo } = arrange(stage, form, people, page.value, corner.value);
  // Following many at once is harder than finding them anew.
  const moveKey = shown.length > glidingMost ? null : `${shown.length} ${page.value} ${isDuo ? corner.value : ''}`;
  return (
    <div class="stage__tiles" ref={element}>
      {stage.width > 0 &&
        shown.map((member, index) => {
          const place = places[index];
          if (place === undefined) return null;
          const common = { call, member, place, moveKey };
          if (member.id !== state.me) return <OtherTile key={member.id} {...common} />;
          return (
            <OwnTile
              key={member.id}
              {...common}
              devices={devices}
              stage={stage}
              corner={isDuo ? corner.value : null}
              onCorner={(chosen) => (corner.value = chosen)}
            />
          );
        })}
      <Pages page={Math.min(page.value, pages - 1)} pages={pages} onPage={(chosen) => (page.value = chosen)} />
    </div>
  );
}
