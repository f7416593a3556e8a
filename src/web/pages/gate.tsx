// Before joining: how I look and sound, what I am called, what the room's rules are. Nothing is sent from here.
import { useSignal } from '@preact/signals';
import type { RoomGlance, RoomRules } from '#protocol/session.ts';
import { Alert } from '#ui/alert.tsx';
import { Avatar } from '#ui/avatar.tsx';
import { isComposing } from '#ui/composing.ts';
import { TextField } from '#ui/field.tsx';
import { Icon } from '#ui/icon.tsx';
import type { Devices } from '../devices/devices.ts';
import { words } from '../i18n/words.ts';
import { keptName } from '../kept.ts';
import { DevicePickers } from './device-pickers.tsx';
import { DeviceProblems } from './device-problems.tsx';
import { cleanName, type NameProblem, nameProblem } from './names.ts';
import { Outer } from './outer.tsx';
import { Preview } from './preview.tsx';
import type { Refused } from './room-visit.ts';
import { playTestSound } from './test-sound.ts';

export interface GateProps {
  readonly glance: RoomGlance;
  readonly refused: Refused | null;
  readonly isEntering: boolean;
  readonly devices: Devices;
  readonly onJoin: (name: string) => void;
}

function Inside({ names, inside }: Pick<RoomGlance, 'names' | 'inside'>) {
  const { gate } = words.value;
  if (inside === 0 || names.length === 0) return <p class="inside">{gate.nobody}</p>;
  const told = gate.inside(names, inside - names.length);
  return (
    <div class="inside">
      <span class="avatars">
        {names.map((name) => (
          <Avatar key={name} name={name} />
        ))}
      </span>
      <span>
        <b>{told.names}</b> {told.rest}
      </span>
    </div>
  );
}

function Rules({ rules, inside }: { readonly rules: RoomRules; readonly inside: number }) {
  const w = words.value;
  const truths = rules.path === 'direct' ? w.rules.directTruths : w.rules.truths;
  return (
    <ul class="rules">
      <li>
        <Icon name="people" />
        {w.gate.seatsTaken(inside, rules.seats)}
      </li>
      {rules.devices !== 'none' && (
        <li>
          <Icon name="microphone" />
          {w.rules.devices[rules.devices]}
        </li>
      )}
      <li>
        <Icon name="shield" />
        {truths[rules.find]}
      </li>
      <li>
        <Icon name="clock" />
        {w.gate.closes}
      </li>
    </ul>
  );
}

/** What pressing the button does with these devices. Never disabled: listening is joining too. */
export function joinLabel(devices: Devices): string {
  const { gate } = words.value;
  const hasNoMicrophone = devices.microphone.value.phase === 'failed';
  const hasNoCamera = devices.camera.value.phase === 'failed';
  if (hasNoMicrophone && hasNoCamera) return gate.joinToListen;
  if (hasNoMicrophone) return gate.joinWithoutMicrophone;
  return hasNoCamera ? gate.joinWithoutCamera : gate.join;
}

function JoinForm({ devices, isEntering, onJoin }: Pick<GateProps, 'devices' | 'isEntering' | 'onJoin'>) {
  const { name: nameWords, gate } = words.value;
  const name = useSignal(keptName());
  const problem = useSignal<NameProblem | null>(null);

  function join(): void {
    if (isEntering) return;
    problem.value = nameProblem(name.value);
    if (problem.value === null) onJoin(cleanName(name.value));
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        join();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && isComposing(event)) event.preventDefault();
      }}
    >
      <TextField
        label={nameWords.label}
        value={name.value}
        autocomplete="nickname"
        name="name"
        error={problem.value && nameWords[problem.value]}
        onInput={(text) => {
          name.value = text;
          problem.value = problem.value && nameProblem(text);
        }}
      />
      <button type="submit" class="button button--primary button--large button--wide" aria-disabled={isEntering}>
        {isEntering ? gate.joining : joinLabel(devices)}
      </button>
    </form>
  );
}

export function Gate({ glance, refused, isEntering, devices, onJoin }: GateProps) {
  const w = words.value;
  const isMutedForMany = glance.inside >= 5 && !devices.microphone.value.isWanted;
  return (
    <Outer kind="pre">
      <main class="pre__main" id="content" tabIndex={-1}>
        <div class="pre__left">
          <Preview devices={devices} />
          <DevicePickers devices={devices} />
          <div class="pre__test">
            <button
              type="button"
              class="text-button"
              onClick={() => void playTestSound(devices.speakers.peek().chosen)}
            >
              <Icon name="volume" kind="sm" />
              {w.gate.testSound}
            </button>
          </div>
        </div>
        <div class="pre__form">
          <div class="pre__head">
            <h1>{glance.rules.name}</h1>
            <Inside names={glance.names} inside={glance.inside} />
          </div>
          <div class="pre__alerts">
            {refused !== null && <Alert {...w.refusals[refused.code](refused)} isOff />}
            <DeviceProblems devices={devices} />
            {isMutedForMany && <p class="quiet">{w.gate.mutedForMany}</p>}
          </div>
          <JoinForm devices={devices} isEntering={isEntering} onJoin={onJoin} />
          <Rules rules={glance.rules} inside={glance.inside} />
        </div>
      </main>
    </Outer>
  );
}
