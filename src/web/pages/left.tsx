// After the call: what ended, who is still there, the way back in.
import { Icon } from '#ui/icon.tsx';
import { words } from '../i18n/words.ts';
import { Calm, FrontPageLink } from './calm.tsx';
import type { Farewell } from './room-visit.ts';

export interface LeftProps {
  readonly farewell: Farewell;
  readonly onRejoin: () => void;
}

function told({ reason, roomName, stayed }: Farewell): { readonly title: string; readonly text: string } {
  const { left, refusals } = words.value;
  switch (reason) {
    case 'left':
      return { title: left.left(roomName), text: left.still(stayed.length) };
    case 'room-gone':
      return { title: left.gone(roomName), text: left.goneText };
    case 'refused':
      return refusals['not-allowed']({});
  }
}

export function Left({ farewell, onRejoin }: LeftProps) {
  const { left } = words.value;
  const isGone = farewell.reason === 'room-gone';
  const actions = (
    <>
      {!isGone && (
        <button type="button" class="button button--primary button--large" onClick={onRejoin}>
          {left.rejoin}
        </button>
      )}
      <FrontPageLink isPrimary={isGone} />
    </>
  );
  return (
    <Calm
      {...told(farewell)}
      people={isGone ? [] : farewell.stayed}
      isAtGate={!isGone}
      actions={actions}
      foot={left.nothingRemains}
    >
      <ul class="facts">
        <li>
          <Icon name="clock" />
          <span class="num">{left.duration(Math.max(1, Math.round(farewell.durationMs / 60_000)))}</span>
        </li>
        <li>
          <Icon name="check" />
          {left.devicesOff}
        </li>
      </ul>
    </Calm>
  );
}
