// Settings of the person, not of the room. Fetched when it is first opened.
import { useSignal } from '@preact/signals';
import type { Language } from '#contract.web';
import { Dialog } from '#ui/dialog.tsx';
import { Check, Segments } from '#ui/field.tsx';
import { Icon } from '#ui/icon.tsx';
import type { CallSession } from '../call/call-session.ts';
import type { Devices } from '../devices/devices.ts';
import { words } from '../i18n/words.ts';
import { keyLabel, keyMap, keyOf, shortcutActions, usualKeys } from '../keyboard.ts';
import { changeSettings, language, settings, type Theme } from '../settings.ts';
import { DevicePickers } from './device-pickers.tsx';
import { DeviceProblems } from './device-problems.tsx';

function Looks() {
  const w = words.value.settings;
  return (
    <section aria-labelledby="settings-look">
      <h3 id="settings-look">{w.look}</h3>
      <div class="settings__looks">
        <Segments<Language>
          label={w.language}
          value={language.value}
          options={(['en', 'ko'] as const).map((value) => ({ value, label: w.languages[value] }))}
          onChange={(chosen) => changeSettings({ language: chosen })}
        />
        <Segments<Theme>
          label={w.theme}
          value={settings.value.theme}
          options={(['system', 'light', 'dark'] as const).map((value) => ({ value, label: w.themes[value] }))}
          onChange={(theme) => changeSettings({ theme })}
        />
      </div>
      <p class="settings__hint">{w.themeHint}</p>
    </section>
  );
}

function Sounds() {
  const w = words.value.settings;
  const { sounds } = settings.value;
  return (
    <section aria-labelledby="settings-sounds">
      <h3 id="settings-sounds">{w.sounds}</h3>
      <Check isOn={sounds.comings} onChange={(comings) => changeSettings({ sounds: { ...sounds, comings } })}>
        {w.soundOfComings}
      </Check>
      <Check isOn={sounds.messages} onChange={(messages) => changeSettings({ sounds: { ...sounds, messages } })}>
        {w.soundOfMessages}
      </Check>
    </section>
  );
}

interface Action {
  readonly id: string;
  readonly label: string;
  readonly usual: string;
}

function actionsOf(call: CallSession): readonly Action[] {
  const { actions } = words.value.settings;
  const ours = shortcutActions.map((id) => ({ id, label: actions[id], usual: usualKeys[id] }));
  const ofFeatures = call.features.value.map(({ name, button }) => ({
    id: name,
    label: button.label.value,
    usual: button.key,
  }));
  return [...ours.slice(0, 3), ...ofFeatures, ...ours.slice(3)];
}

/** Waits for a key and gives it to the action; Escape gives up, Backspace takes the key away. */
function KeyButton({ action, actions }: { readonly action: Action; readonly actions: readonly Action[] }) {
  const w = words.value.settings;
  const isWaiting = useSignal(false);
  const problem = useSignal<string | null>(null);
  const { shortcuts } = settings.value;
  const own = shortcuts.keys[action.id];
  const key = own === undefined ? action.usual : own;

  function give(chosen: string | null): void {
    const usual = Object.fromEntries(actions.map((each) => [each.id, each.usual]));
    const holder = chosen === null ? undefined : keyMap({ ...shortcuts, isOn: true }, usual).get(chosen);
    const taken = actions.find((each) => each.id === holder && each.id !== action.id);
    problem.value = taken ? w.taken(taken.label) : null;
    if (taken) return;
    isWaiting.value = false;
    changeSettings({ shortcuts: { ...shortcuts, keys: { ...shortcuts.keys, [action.id]: chosen } } });
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (!isWaiting.value || event.code === 'Tab') return;
    event.preventDefault();
    event.stopPropagation();
    if (event.code === 'Escape') isWaiting.value = false;
    else if (event.code === 'Backspace') give(null);
    else if (!/^(Shift|Control|Alt|Meta|F\d)/.test(event.code)) give(keyOf(event));
  }

  return (
    <li>
      <span>
        {action.label}
        {problem.value !== null && (
          <small class="field__error" role="alert">
            {problem.value}
          </small>
        )}
      </span>
      <button
        type="button"
        class="button button--small"
        aria-label={`${w.change(action.label)}: ${isWaiting.value ? w.pressKey : key === null ? w.noKey : keyLabel(key)}`}
        onClick={() => (isWaiting.value = !isWaiting.value)}
        onKeyDown={onKeyDown}
        onBlur={() => {
          isWaiting.value = false;
          problem.value = null;
        }}
      >
        {isWaiting.value ? w.pressKey : key === null ? w.noKey : keyLabel(key)}
      </button>
    </li>
  );
}

function Shortcuts({ call }: { readonly call: CallSession }) {
  const w = words.value.settings;
  const { shortcuts } = settings.value;
  const actions = actionsOf(call);
  const fixed = [
    ['F6', w.regions],
    ['Ctrl D / E', w.typing],
    ['Esc', w.escape],
  ] as const;
  return (
    <section aria-labelledby="settings-keys">
      <h3 id="settings-keys">{w.shortcuts}</h3>
      <Check isOn={shortcuts.isOn} onChange={(isOn) => changeSettings({ shortcuts: { ...shortcuts, isOn } })}>
        {w.shortcutsOn}
      </Check>
      <p class="settings__hint">{w.shortcutsHint}</p>
      {shortcuts.isOn && (
        <>
          <ul class="keys">
            {actions.map((action) => (
              <KeyButton key={action.id} action={action} actions={actions} />
            ))}
          </ul>
          <button
            type="button"
            class="text-button"
            onClick={() => changeSettings({ shortcuts: { ...shortcuts, keys: {} } })}
          >
            {w.reset}
          </button>
        </>
      )}
      <ul class="keys" aria-label={w.fixed}>
        {fixed.map(([key, label]) => (
          <li key={key}>
            {label}
            <span class="kbd">{key}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

export interface SettingsDialogProps {
  readonly call: CallSession;
  readonly devices: Devices;
  readonly onClose: () => void;
}

export function SettingsDialog({ call, devices, onClose }: SettingsDialogProps) {
  const w = words.value;
  return (
    <Dialog labelledBy="settings-title" kind="dialog--settings" onClose={onClose}>
      <div class="dialog__head">
        <h2 id="settings-title">{w.settings.title}</h2>
        <button type="button" class="icon-button" aria-label={w.close} onClick={onClose}>
          <Icon name="x" />
        </button>
      </div>
      <div class="settings">
        <section aria-labelledby="settings-devices">
          <h3 id="settings-devices">{w.settings.devices}</h3>
          <DeviceProblems devices={devices} />
          <DevicePickers devices={devices} />
        </section>
        <Looks />
        <Sounds />
        <Shortcuts call={call} />
      </div>
    </Dialog>
  );
}
