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

/** The keys of a link room are made by the browser's own cryptography, which plain HTTP does not get. */
function emptyDraft(): Draft {
  const find = globalThis.isSecureContext ? 'link' : 'listed';
  return { name: '', find, seats: String(defaultSeats), devices: 'none', path: 'automatic' };
}

type Failure = { readonly title: string; readonly text: string };

/** Makes the room and says where it is, or in words why not. */
async function createRoom(signaling: Signaling, rules: RoomRules): Promise<{ readonly path: string } | Failure> {
  if (rules.find === 'link' && !globalThis.isSecureContext) return { title: words.peek().form.needsHttps, text: '' };
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

/** What is in the form, as it is written; rules only once they hold. */
interface Draft {
  readonly name: string;
  readonly find: RoomRules['find'];
  readonly seats: string;
  readonly devices: RoomRules['devices'];
  readonly path: RoomRules['path'];
}

function rulesOf(draft: Draft): RoomRules | null {
  const name = draft.name.trim();
  if (name === '' || seatsProblem(draft.seats, draft.path) !== null) return null;
  return { ...draft, name, seats: Number(draft.seats) };
}

interface DraftFieldProps {
  readonly draft: Draft;
  readonly onChange: (change: Partial<Draft>) => void;
}

function RuleFields({ draft, onChange }: DraftFieldProps) {
  const { form } = words.value;
  const deviceRules = ['none', 'microphone', 'microphone-and-camera'] as const;
  const paths = ['automatic', 'direct'] as const;
  return (
    <div class="start__two">
      <SeatsField value={draft.seats} path={draft.path} onChange={(seats) => onChange({ seats })} />
      <Select
        label={form.devices}
        value={draft.devices}
        options={deviceRules.map((value) => ({ value, label: form.deviceRules[value] }))}
        onChange={(devices) => onChange({ devices })}
      />
      <Select<RoomRules['path']>
        label={form.path}
        value={draft.path}
        options={paths.map((value) => ({ value, label: form.pathRules[value] }))}
        onChange={(path) => {
          const isTooMany = Number(draft.seats) > seatsMost(path);
          onChange({ path, seats: isTooMany ? String(seatsMost(path)) : draft.seats });
        }}
      />
    </div>
  );
}

export function StartRoom({ signaling }: { readonly signaling: Signaling }) {
  const { form } = words.value;
  const element = useRef<HTMLFormElement>(null);
  const draft = useSignal<Draft>(emptyDraft());
  const nameError = useSignal<string | null>(null);
  const isCreating = useSignal(false);
  const failure = useSignal<Failure | null>(null);
  const change = (part: Partial<Draft>) => (draft.value = { ...draft.value, ...part });
  useEffect(() => element.current?.querySelector('input')?.focus(), []);

  async function create(): Promise<void> {
    if (isCreating.value) return;
    nameError.value = draft.value.name.trim() === '' ? form.nameEmpty : null;
    const rules = rulesOf(draft.value);
    if (rules === null) return;
    isCreating.value = true;
    failure.value = null;
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
        value={draft.value.name}
        placeholder={form.namePlaceholder}
        maxLength={limits.roomNameChars}
        autocomplete="off"
        error={nameError.value}
        onInput={(name) => change({ name })}
      />
      <FindField value={draft.value.find} onChange={(find) => change({ find })} />
      {draft.value.find === 'link' && !globalThis.isSecureContext && <Alert title={form.needsHttps} />}
      <RuleFields draft={draft.value} onChange={change} />
      {failure.value && <Alert title={failure.value.title} text={failure.value.text} isOff />}
      <button type="submit" class="button button--primary button--large button--wide" aria-disabled={isCreating.value}>
        {isCreating.value ? form.creating : form.create}
      </button>
    </form>
  );
}
