// What happens in a call and is worth a word: comings and goings, devices that come and go, talking while muted.
import { effect } from '@preact/signals';
import type { DeviceKind } from '#call/tracks.ts';
import type { CallSession } from '../../call/call-session.ts';
import type { Devices } from '../../devices/devices.ts';
import { words } from '../../i18n/words.ts';
import type { Sounds } from '../../sounds.ts';
import { announce, say, showToast } from '../../store.ts';

/** Above this many, comings and goings are noise. */
const toldUpTo = 10;

export interface Happenings {
  readonly call: CallSession;
  readonly devices: Devices;
  readonly sounds: Sounds;
  /** The key of an action as printed, or null. */
  readonly keyHint: (action: string) => string | null;
}

/** Starts telling; returns how to stop. */
export function tellHappenings({ call, devices, sounds, keyHint }: Happenings): () => void {
  const stops = [
    tellComings(call, sounds),
    tellMutedTalk(call, keyHint),
    tellNotices(devices),
    tellProblems(devices, 'microphone'),
    tellProblems(devices, 'camera'),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

function tellComings(call: CallSession, sounds: Sounds): () => void {
  let known: ReadonlyMap<string, string> | null = null;
  return effect(() => {
    const { members, me } = call.state.value;
    const now = new Map(
      members.filter((member) => member.id !== me).map((member) => [member.id as string, member.name]),
    );
    const before = known;
    known = now;
    if (before === null || members.length > toldUpTo) return;
    const joined = [...now].filter(([id]) => !before.has(id)).map(([, name]) => name);
    const left = [...before].filter(([id]) => !now.has(id)).map(([, name]) => name);
    for (const [kind, names] of [['joined', joined] as const, ['left', left] as const]) {
      if (names.length === 0) continue;
      say({ kind, names });
      showToast(words.peek().call[kind](names));
      sounds.play(kind === 'joined' ? 'join' : 'leave');
    }
  });
}

function tellMutedTalk(call: CallSession, keyHint: (action: string) => string | null): () => void {
  let before = call.mutedTalkAtMs.peek();
  return effect(() => {
    const atMs = call.mutedTalkAtMs.value;
    if (atMs === null || atMs === before) return;
    before = atMs;
    const key = keyHint('microphone');
    const hasKeys = key !== null && globalThis.matchMedia?.('(hover: hover)').matches;
    showToast(hasKeys ? words.peek().call.mutedTalkKeys(key) : words.peek().call.mutedTalk);
  });
}

function tellNotices(devices: Devices): () => void {
  return effect(() => {
    const notice = devices.notice.value;
    if (notice === null) return;
    const w = words.peek().devices;
    const text = notice.kind === 'replaced' ? w.replaced(notice.lost, notice.now) : w.arrived(notice.label);
    const use =
      notice.kind === 'arrived' ? { label: w.use, run: () => devices.choose(notice.device, notice.id) } : null;
    showToast(text, use);
    announce(text);
    queueMicrotask(() => devices.dismissNotice());
  });
}

function tellProblems(devices: Devices, kind: DeviceKind): () => void {
  let before = devices[kind].peek().problem;
  return effect(() => {
    const { problem, isWanted } = devices[kind].value;
    const isNew = problem !== null && problem !== before && isWanted;
    before = problem;
    if (!isNew) return;
    const w = words.peek();
    const { title } = w.devices.problems[problem](kind);
    showToast(title, { label: w.tryAgain, run: () => devices.retry(kind) });
    announce(title, { isUrgent: true });
  });
}
