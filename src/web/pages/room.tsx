// Everything that happens at a room's address: looking, the gate, the call, having left.
import { useEffect, useMemo } from 'preact/hooks';
import type { RoomId } from '#protocol/ids.ts';
import { errorCodes } from '../i18n/error-codes.ts';
import { words } from '../i18n/words.ts';
import { roomUrl } from '../link/room-link.ts';
import { CallPage } from './call/call-page.tsx';
import { Calm, FrontPageLink } from './calm.tsx';
import { Gate } from './gate.tsx';
import type { House } from './house.ts';
import { Left } from './left.tsx';
import { Outer } from './outer.tsx';
import { type Refused, RoomVisit, type VisitPhase } from './room-visit.ts';
import { useTitle } from './title.ts';

function Waiting({ text }: { readonly text: string }) {
  return (
    <Outer kind="calm">
      <main class="calm__main" id="content" tabIndex={-1}>
        <span class="pulse" aria-hidden="true" />
        <p role="status">{text}</p>
      </main>
    </Outer>
  );
}

function RefusedPage({ visit, refused }: { readonly visit: RoomVisit; readonly refused: Refused }) {
  const w = words.value;
  const told = w.refusals[refused.code](refused);
  const isOldPage = refused.code === 'version-mismatch';
  const actions = (
    <>
      <button
        type="button"
        class="button button--primary button--large"
        onClick={() => (isOldPage ? location.reload() : void visit.look())}
      >
        {isOldPage ? w.system.reload : w.tryAgain}
      </button>
      <FrontPageLink />
    </>
  );
  const isGone = refused.code === 'room-not-found';
  return <Calm {...told} code={errorCodes[refused.code]} isAlert {...(isGone ? {} : { actions })} isAtGate={!isGone} />;
}

function Moved({ visit }: { readonly visit: RoomVisit }) {
  const { call } = words.value;
  const actions = (
    <>
      <button type="button" class="button button--primary button--large" onClick={() => void visit.rejoin()}>
        {call.useHere}
      </button>
      <FrontPageLink />
    </>
  );
  return <Calm title={call.moved} text={call.movedText} actions={actions} isAlert />;
}

function roomNameIn(phase: VisitPhase): string | null {
  if (phase.kind === 'gate') return phase.glance.rules.name;
  return phase.kind === 'in' ? phase.call.state.peek().rules.name : null;
}

export function Room({ house, roomId }: { readonly house: House; readonly roomId: RoomId }) {
  const visit = useMemo(() => new RoomVisit(house, roomId), [house, roomId]);
  useEffect(() => () => visit.close(), [visit]);
  const w = words.value;
  const phase = visit.phase.value;
  useTitle(roomNameIn(phase));
  switch (phase.kind) {
    case 'looking':
      return <Waiting text={w.loading} />;
    case 'returning':
      return <Waiting text={w.gate.comingBack} />;
    case 'gate':
      return <Gate {...phase} devices={visit.devices} onJoin={(name) => void visit.join(name)} />;
    case 'in':
      return (
        <CallPage
          call={phase.call}
          sounds={visit.sounds}
          devices={visit.devices}
          url={roomUrl(location.origin, visit)}
        />
      );
    case 'moved':
      return <Moved visit={visit} />;
    case 'refused':
      return <RefusedPage visit={visit} refused={phase.refused} />;
    case 'left':
      return <Left farewell={phase.farewell} onRejoin={() => void visit.rejoin()} />;
  }
}
