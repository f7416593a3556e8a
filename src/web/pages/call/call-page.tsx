// The frame of a running call, in the order in which it is read: banner, stage, toolbar, side panel, toasts.
import { useSignal } from '@preact/signals';
import { useCallback, useEffect, useRef } from 'preact/hooks';
import { others } from '#call/state.ts';
import { isComposing } from '#ui/composing.ts';
import { Icon } from '#ui/icon.tsx';
import type { CallSession } from '../../call/call-session.ts';
import type { Devices } from '../../devices/devices.ts';
import { words } from '../../i18n/words.ts';
import type { Sounds } from '../../sounds.ts';
import { useLazy } from '../lazy.ts';
import { SkipButton } from '../outer.tsx';
import { Banner } from './banner.tsx';
import { keyHintOf, useCallKeys } from './call-keys.ts';
import { Controls } from './controls.tsx';
import { LiveRegions, Toasts } from './furniture.tsx';
import { tellHappenings } from './happenings.ts';
import { Invite } from './invite.tsx';
import { PeoplePanel } from './people-panel.tsx';
import { Reconnecting } from './reconnecting.tsx';
import { SidePanel } from './side-panel.tsx';
import { Stage } from './stage.tsx';
import { useStageForm } from './viewport.ts';

export interface CallPageProps {
  readonly call: CallSession;
  readonly devices: Devices;
  readonly sounds: Sounds;
  /** The room's link, to invite others with. */
  readonly url: string;
}

const loadSettings = () => import('../settings-dialog.tsx');

function SettingsDialog(props: {
  readonly call: CallSession;
  readonly devices: Devices;
  readonly onClose: () => void;
}) {
  const part = useLazy(loadSettings);
  return part === null ? null : <part.SettingsDialog {...props} />;
}

function Alone({ call, url }: Pick<CallPageProps, 'call' | 'url'>) {
  const w = words.value.call;
  const hasHadCompany = useRef(false);
  const form = useStageForm().value;
  const state = call.state.value;
  if (others(state).length > 0) {
    hasHadCompany.current = true;
    return null;
  }
  return (
    <div class="veil">
      <Invite
        title={hasHadCompany.current ? w.aloneAgain : w.alone}
        titleId="alone-title"
        text={state.rules.find === 'listed' ? w.shareListed : w.share}
        url={url}
        isQrShown={!form.startsWith('phone')}
      />
    </div>
  );
}

function SoundBlocked({ call }: { readonly call: CallSession }) {
  const w = words.value.call;
  if (!call.isSoundBlocked.value) return null;
  return (
    <div class="veil">
      <button
        type="button"
        class="button button--primary button--large tap"
        title={w.tapToHearText}
        onClick={() => call.allowSound()}
      >
        <Icon name="volume" />
        {w.tapToHear}
      </button>
    </div>
  );
}

function OpenPanel({ call, url }: Pick<CallPageProps, 'call' | 'url'>) {
  const name = call.openPanel.value;
  const close = () => (call.openPanel.value = null);
  if (name === 'people') {
    return (
      <SidePanel name={name} title={words.value.call.people} count={call.state.value.members.length} onClose={close}>
        <PeoplePanel call={call} url={url} />
      </SidePanel>
    );
  }
  const feature = call.features.value.find((each) => each.name === name);
  if (feature === undefined) return null;
  return (
    <SidePanel key={feature.name} name={feature.name} title={feature.title.value} onClose={close}>
      <feature.Panel />
    </SidePanel>
  );
}

/** Escape closes the panel, unless something that lies over it takes the key. It never leaves the call. */
function useEscape(call: CallSession): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented || isComposing(event)) return;
      if (document.querySelector(':popover-open, dialog[open]')) return;
      call.openPanel.value = null;
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [call]);
}

export function CallPage({ call, devices, sounds, url }: CallPageProps) {
  const isSettingsOpen = useSignal(false);
  const main = useRef<HTMLElement>(null);
  const openSettings = useCallback(() => (isSettingsOpen.value = true), [isSettingsOpen]);
  const keyHint = useCallback((action: string) => keyHintOf(call, action), [call]);
  useCallKeys({ call, devices, onHelp: openSettings });
  useEscape(call);
  useEffect(() => tellHappenings({ call, devices, sounds, keyHint }), [call, devices, sounds, keyHint]);
  // The page came in place of another: whoever reads by ear starts at the call.
  useEffect(() => main.current?.focus({ preventScroll: true }), []);
  const isPanelOpen = call.openPanel.value !== null;
  return (
    <div class={`call stage-theme${isPanelOpen ? ' call--panel' : ''}`} data-theme="dark">
      <SkipButton />
      <Banner call={call} />
      <main class="stage" id="content" ref={main} data-region tabIndex={-1}>
        <section class="stage__tiles" aria-label={words.value.call.stage}>
          <Stage call={call} devices={devices} />
        </section>
        <Alone call={call} url={url} />
        <SoundBlocked call={call} />
        <Reconnecting call={call} />
        <Toasts />
      </main>
      <footer class="call__controls" data-region tabIndex={-1}>
        <Controls call={call} devices={devices} onSettings={openSettings} keyHint={keyHint} />
      </footer>
      <OpenPanel call={call} url={url} />
      <LiveRegions />
      {isSettingsOpen.value && (
        <SettingsDialog call={call} devices={devices} onClose={() => (isSettingsOpen.value = false)} />
      )}
    </div>
  );
}
