// The devices chosen on an earlier visit, in this browser. Forgets rather than fails: storage may be blocked, full or forged.
import * as v from 'valibot';
import type { KeptChoice } from '#call/tracks.ts';

export type KeptKind = 'microphone' | 'camera' | 'speaker';
export type KeptChoices = Readonly<Partial<Record<KeptKind, KeptChoice | undefined>>>;

const key = 'madang.devices';
const charsMax = 256;
const Text = v.pipe(v.string(), v.maxLength(charsMax));
const Kept = v.optional(v.strictObject({ id: Text, groupId: Text, label: Text }));
const Choices = v.strictObject({ microphone: Kept, camera: Kept, speaker: Kept });

export function readKeptChoices(storage: Pick<Storage, 'getItem'> | null): KeptChoices {
  try {
    const parsed = v.safeParse(Choices, JSON.parse(storage?.getItem(key) ?? '{}'));
    return parsed.success ? parsed.output : {};
  } catch {
    return {};
  }
}

export function keepChoice(
  storage: Pick<Storage, 'getItem' | 'setItem'> | null,
  kind: KeptKind,
  { id, groupId, label }: KeptChoice,
): void {
  const choice = { id: id.slice(0, charsMax), groupId: groupId.slice(0, charsMax), label: label.slice(0, charsMax) };
  try {
    storage?.setItem(key, JSON.stringify({ ...readKeptChoices(storage), [kind]: choice }));
  } catch {
    // Full or blocked: the choice holds for this visit.
  }
}
