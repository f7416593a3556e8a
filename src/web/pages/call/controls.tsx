// The toolbar: microphone, camera, the features' buttons, people, settings, leave. On phones the rest is in More.
import { useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { DeviceKind } from '#call/tracks.ts';
import type { FeatureSeatInCall } from '#contract.web';
import { Icon, MicrophoneLevelIcon } from '#ui/icon.tsx';
import { MenuButton, MenuChoice, MenuGroup, MenuItem } from '#ui/menu.tsx';
import { Toolbar } from '#ui/toolbar.tsx';
import type { CallSession } from '../../call/call-session.ts';
import type { Devices } from '../../devices/devices.ts';
import { words } from '../../i18n/words.ts';
import { loudness } from '../loudness.ts';
import { isOn, toggle } from '../own-devices.ts';
import { Tipped } from './tooltip.tsx';
import { useStageForm } from './viewport.ts';

export interface ControlsProps {
  readonly call: CallSession;
  readonly devices: Devices;
  readonly onSettings: () => void;
  readonly keyHint: (action: string) => string | null;
}

export function togglePanel(call: CallSession, name: string): void {
  call.openPanel.value = call.openPanel.peek() === name ? null : name;
}

const levelSteps = 6;

function ToggleTool({
  devices,
  kind,
  hint,
}: {
  readonly devices: Devices;
  readonly kind: DeviceKind;
  readonly hint: string | null;
}) {
  const w = words.value.devices;
  const element = useRef<HTMLButtonElement>(null);
  useSignalEffect(() => {
    if (kind !== 'microphone') return;
    // Each write is a frame to draw: a few steps are all the eye reads off so small a meter.
    const level = (Math.round(loudness(devices.level.value) * levelSteps) / levelSteps).toFixed(2);
    const style = element.current?.style;
    if (style?.getPropertyValue('--level') !== level) style?.setProperty('--level', level);
  });
  const on = isOn(devices[kind].value);
  const label = { microphone: on ? w.mute : w.unmute, camera: on ? w.cameraOff : w.cameraOn }[kind];
  return (
    <Tipped text={label} hint={hint}>
      <button
        ref={element}
        type="button"
        class={`tool${on ? '' : ' tool--off'}`}
        aria-label={label}
        onClick={() => toggle(devices, kind)}
      >
        {kind === 'microphone' && on ? <MicrophoneLevelIcon /> : <Icon name={on ? kind : `${kind}-off`} />}
      </button>
    </Tipped>
  );
}

function DeviceChoices({ devices, kind }: { readonly devices: Devices; readonly kind: DeviceKind }) {
  const w = words.value.devices;
  const { choices, chosen } = devices[kind].value;
  return (
    <MenuGroup label={w[kind]}>
      {choices.map(({ id, label }, index) => (
        <MenuChoice key={id} isChosen={id === chosen} onSelect={() => devices.choose(kind, id)}>
          {label || `${w[kind]} ${index + 1}`}
        </MenuChoice>
      ))}
    </MenuGroup>
  );
}

function SpeakerChoices({ devices }: { readonly devices: Devices }) {
  const w = words.value.devices;
  const { choices, chosen } = devices.speakers.value;
  if (choices.length === 0) return null;
  return (
    <>
      <hr />
      <MenuGroup label={w.speaker}>
        {choices.map(({ id, label }, index) => (
          <MenuChoice key={id} isChosen={id === (chosen ?? choices[0]?.id)} onSelect={() => devices.chooseSpeaker(id)}>
            {label || `${w.speaker} ${index + 1}`}
          </MenuChoice>
        ))}
      </MenuGroup>
    </>
  );
}

function DeviceTools({
  devices,
  onSettings,
  keyHint,
  isPhone,
}: Omit<ControlsProps, 'call'> & { readonly isPhone: boolean }) {
  const w = words.value;
  const settingsItem = (
    <>
      <hr />
      <MenuItem icon="settings" onSelect={onSettings}>
        {w.call.settings}
      </MenuItem>
    </>
  );
  const hasTwoCameras = devices.camera.value.choices.length > 1;
  const canFlip = isPhone && hasTwoCameras && isOn(devices.camera.value);
  return (
    <div class="toolbar__group">
      <span class="split">
        <ToggleTool devices={devices} kind="microphone" hint={keyHint('microphone')} />
        {!isPhone && (
          <MenuButton label={w.devices.microphoneMenu} icon="down">
            <DeviceChoices devices={devices} kind="microphone" />
            <SpeakerChoices devices={devices} />
            {settingsItem}
          </MenuButton>
        )}
      </span>
      <span class="split">
        <ToggleTool devices={devices} kind="camera" hint={keyHint('camera')} />
        {!isPhone && (
          <MenuButton label={w.devices.cameraMenu} icon="down">
            <DeviceChoices devices={devices} kind="camera" />
            {settingsItem}
          </MenuButton>
        )}
      </span>
      {canFlip && (
        <button type="button" class="tool" aria-label={w.devices.flip} onClick={() => devices.flipCamera()}>
          <Icon name="flip" />
        </button>
      )}
    </div>
  );
}

const badgeMost = 99;

function FeatureTool({
  call,
  feature,
  hint,
}: {
  readonly call: CallSession;
  readonly feature: FeatureSeatInCall;
  readonly hint: string | null;
}) {
  const { icon: FeatureIcon, label, badge } = feature.button;
  const shown = badge.value;
  const name = shown === null ? label.value : words.value.call.unread(label.value, shown.spoken);
  return (
    <Tipped text={label.value} hint={hint}>
      <button
        type="button"
        class="tool"
        aria-label={name}
        aria-expanded={call.openPanel.value === feature.name}
        data-panel={feature.name}
        onClick={() => togglePanel(call, feature.name)}
      >
        <FeatureIcon />
        {shown !== null && (
          <span class="count" aria-hidden="true">
            {shown.count > badgeMost ? `${badgeMost}+` : shown.count}
          </span>
        )}
      </button>
    </Tipped>
  );
}

function PeopleTool({ call, hint }: { readonly call: CallSession; readonly hint: string | null }) {
  const { people } = words.value.call;
  return (
    <Tipped text={people} hint={hint}>
      <button
        type="button"
        class="tool"
        aria-label={people}
        aria-expanded={call.openPanel.value === 'people'}
        data-panel="people"
        onClick={() => togglePanel(call, 'people')}
      >
        <Icon name="people" />
        <span class="count count--plain" aria-hidden="true">
          {call.state.value.members.length}
        </span>
      </button>
    </Tipped>
  );
}

/** Five or six controls fit a phone; the first feature is the one people look for. */
function PhoneTools({ call, onSettings, keyHint }: ControlsProps) {
  const w = words.value.call;
  const [first, ...rest] = call.features.value;
  return (
    <div class="toolbar__group">
      {first && <FeatureTool call={call} feature={first} hint={keyHint(first.name)} />}
      <MenuButton label={w.more} icon="more">
        <MenuItem icon="people" onSelect={() => togglePanel(call, 'people')}>
          {w.people}
        </MenuItem>
        {rest.map((feature) => (
          <MenuItem key={feature.name} onSelect={() => togglePanel(call, feature.name)}>
            {feature.button.label.value}
          </MenuItem>
        ))}
        <MenuItem icon="settings" onSelect={onSettings}>
          {w.settings}
        </MenuItem>
      </MenuButton>
    </div>
  );
}

function WideTools({ call, onSettings, keyHint }: ControlsProps) {
  const w = words.value.call;
  return (
    <div class="toolbar__group">
      {call.features.value.map((feature) => (
        <FeatureTool key={feature.name} call={call} feature={feature} hint={keyHint(feature.name)} />
      ))}
      <PeopleTool call={call} hint={keyHint('people')} />
      <Tipped text={w.settings} hint={null}>
        <button type="button" class="tool" aria-label={w.settings} onClick={onSettings}>
          <Icon name="settings" />
        </button>
      </Tipped>
    </div>
  );
}

export function Controls(props: ControlsProps) {
  const w = words.value.call;
  const isPhone = useStageForm().value.startsWith('phone');
  return (
    <Toolbar label={w.controls}>
      <DeviceTools {...props} isPhone={isPhone} />
      {isPhone ? <PhoneTools {...props} /> : <WideTools {...props} />}
      <div class="toolbar__group">
        <button type="button" class="tool tool--leave" aria-label={w.leave} onClick={() => props.call.leave()}>
          <Icon name="leave" />
          <span class="hide-narrow">{w.leave}</span>
        </button>
      </div>
    </Toolbar>
  );
}
