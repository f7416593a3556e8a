// The form in the yard: a room's rules, chosen once. Making a listed room that is open already enters it.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { limits } from '#protocol/limits.ts';
import type { RoomRules } from '#protocol/session.ts';
import { Alert } from '#ui/alert.tsx';
import { Select, TextField } from '#ui/field.tsx';
import { words } from '../i18n/words.ts';
import { keepHostKey, keepSecret } from '../kept.ts';
import { joinProof, newSecret, proofHash } from '../link/room-link.ts';
import type { Signaling } from '../signaling/signaling.ts';
import { go, roomPath } from './route.ts';
import { SeatsField, seatsMost, seatsProblem } from './seats-field.tsx';

const defaultSeats = 8;

type Failure = { readonly title: string; readonly text: string };

/** Makes the room and says where it is, or in words why not. */
async function createRoom(signaling: Signaling, rules: RoomRules): Promise<{ readonly path: string } | Failure> {
  const secret = rules.find === 'link' ? newSecret() : null;
  const hash = secret === null ? null : await proofHash(await joinProof(secret));
  const answer = await signaling.ask('room:create', { rules, proofHash: hash });
  if (!answer.ok) return words.peek().refusals[answer.code](answer.code === 'unreachable' ? {} : answer);
  if (secret !== null) keepSecret(answer.roomId, secret);
  if (answer.hostKey !== null) keepHostKey(answer.roomId, answer.hostKey);
  return { path: roomPath(answer.roomId) };
}

function FindField({
  value,
  onChange,
}: {
  readonly value: RoomRules['find'];
  readonly onChange: (find: RoomRules['find']) => void;
}) {
  const { form } = words.value;
  const choices = [
    { find: 'link', label: form.link, hint: form.linkHint },
    { find: 'listed', label: form.listed, hint: form.listedHint },
  ] as const;
  return (
    <fieldset>
      <legend>{form.who}</legend>
      <div class="radio-cards">
        {choices.map(({ find, label, hint }) => (
          <label class="radio-card" key={find}>
            <input
              type="radio"
              name="find"
              aria-label={label}
              aria-describedby={`find-${find}`}
              checked={value === find}
              onChange={() => onChange(find)}
            />
            <b>{label}</b>
            <small id={`find-${find}`}>{hint}</small>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

export function StartRoom({ signaling }: { readonly signaling: Signaling }) {
  const { form } = words.value;
  const element = useRef<HTMLFormElement>(null);
  const isSecure = globalThis.isSecureContext;
  const name = useSignal('');
  const nameError = useSignal<string | null>(null);
  const find = useSignal<RoomRules['find']>(isSecure ? 'link' : 'listed');
  const seats = useSignal(String(defaultSeats));
  const devices = useSignal<RoomRules['devices']>('none');
  const path = useSignal<RoomRules['path']>('automatic');
  const isCreating = useSignal(false);
  const failure = useSignal<Failure | null>(null);
  useEffect(() => element.current?.querySelector('input')?.focus({ preventScroll: false }), []);

  async function create(): Promise<void> {
    if (isCreating.value) return;
    nameError.value = name.value.trim() === '' ? form.nameEmpty : null;
    if (nameError.value !== null || seatsProblem(seats.value, path.value) !== null) return;
    isCreating.value = true;
    failure.value = null;
    const rules = {
      name: name.value.trim(),
      find: find.value,
      seats: Number(seats.value),
      devices: devices.value,
      path: path.value,
    };
    const made = await createRoom(signaling, rules);
    isCreating.value = false;
    if ('path' in made) go(made.path);
    else failure.value = made;
  }

  return (
    <form
      ref={element}
      class="start"
      onSubmit={(event) => {
        event.preventDefault();
        void create();
      }}
    >
      <h2 id="yard-title">{form.title}</h2>
      <TextField
        label={form.name}
        value={name.value}
        placeholder={form.namePlaceholder}
        maxLength={limits.roomNameChars}
        autocomplete="off"
        error={nameError.value}
        onInput={(text) => {
          name.value = text;
          nameError.value = null;
        }}
      />
      <FindField value={find.value} onChange={(chosen) => (find.value = chosen)} />
      {!isSecure && find.value === 'link' && <Alert title={form.needsHttps} />}
      <div class="start__two">
        <SeatsField value={seats.value} path={path.value} onChange={(text) => (seats.value = text)} />
        <Select
          label={form.devices}
          value={devices.value}
          options={(['none', 'microphone', 'microphone-and-camera'] as const).map((rule) => ({
            value: rule,
            label: form.deviceRules[rule],
          }))}
          onChange={(rule) => (devices.value = rule)}
        />
        <Select
          label={form.path}
          value={path.value}
          options={(['automatic', 'direct'] as const).map((rule) => ({ value: rule, label: form.pathRules[rule] }))}
          onChange={(rule) => {
            path.value = rule;
            if (Number(seats.value) > seatsMost(rule)) seats.value = String(seatsMost(rule));
          }}
        />
      </div>
      {failure.value && <Alert title={failure.value.title} text={failure.value.text} isOff />}
      <button type="submit" class="button button--primary button--large button--wide" aria-disabled={isCreating.value}>
        {isCreating.value ? form.creating : form.create}
      </button>
    </form>
  );
}
