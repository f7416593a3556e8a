// Which camera, microphone and speaker.

import type { DeviceChoice, DeviceKind } from '#call/tracks.ts';
import { Select } from '#ui/field.tsx';
import type { Devices } from '../devices/devices.ts';
import { words } from '../i18n/words.ts';

/** Choices with words for what the browser leaves nameless. */
function optionsOf(choices: readonly DeviceChoice[], kind: string) {
  return choices.map(({ id, label }, index) => ({ value: id, label: label || `${kind} ${index + 1}` }));
}

function Picker({ devices, kind }: { readonly devices: Devices; readonly kind: DeviceKind }) {
  const w = words.value.devices;
  const { choices, chosen } = devices[kind].value;
  const named = optionsOf(choices, w[kind]);
  const isListed = named.some((option) => option.value === chosen);
  const placeholder = { value: '', label: choices.length === 0 ? w.none : w.systemDefault };
  return (
    <Select
      label={w[kind]}
      isSmall
      value={isListed ? (chosen ?? '') : ''}
      options={isListed ? named : [placeholder, ...named]}
      onChange={(id) => id !== '' && devices.choose(kind, id)}
    />
  );
}

export function DevicePickers({ devices }: { readonly devices: Devices }) {
  const w = words.value.devices;
  const { choices, chosen } = devices.speakers.value;
  return (
    <div class="devices">
      <Picker devices={devices} kind="camera" />
      <Picker devices={devices} kind="microphone" />
      {choices.length > 0 && (
        <Select
          label={w.speaker}
          isSmall
          value={chosen ?? choices[0]?.id ?? ''}
          options={optionsOf(choices, w.speaker)}
          onChange={(id) => devices.chooseSpeaker(id)}
        />
      )}
    </div>
  );
}
