// One device of the person: each function takes what happened and says what becomes of the device and what is to be done. Pure.
import { arrivals, findKept, haveLabels, nextDevice, replacement } from './device-list.ts';
import type {
  DeviceFailure,
  DeviceKind,
  DeviceNotice,
  DevicePermission,
  DeviceProblem,
  DeviceState,
  Facing,
  KeptChoice,
  ListedDevice,
  OpenChoice,
  OpenedDevice,
  OwnDevice,
  TracksEffect,
  TracksState,
} from './tracks.ts';

export interface OwnDeviceStep {
  readonly own: OwnDevice;
  readonly effects: readonly TracksEffect[];
  readonly notices?: readonly DeviceNotice[];
}

/** A device that ends as soon as it opens is tried this often before the person has to act. */
const automaticOpensMax = 3;
const byDefault: OpenChoice = { by: 'default' };
const curedByPermission: ReadonlySet<DeviceProblem> = new Set(['blocked-by-site', 'blocked-by-system', 'dismissed']);

export function initialDevice(kind: DeviceKind, kept: KeptChoice | null, facing: Facing | null): OwnDevice {
  return {
    kind,
    isWanted: false,
    isAsked: false,
    problem: null,
    permission: 'unknown',
    devices: [],
    kept,
    choice: kept === null ? unchosen(facing) : { by: 'id', id: kept.id },
    isOwnChoice: false,
    open: null,
    isInterrupted: false,
    attempt: null,
    isChoicePending: false,
    fallback: null,
    lost: null,
    isAwaitingList: false,
    facing,
    automaticOpens: 0,
  };
}

/** What the pages read of a device. */
export function deviceState(own: OwnDevice): DeviceState {
  return {
    isWanted: own.isWanted,
    phase: phaseOf(own),
    problem: own.problem,
    choices: own.devices.filter((device) => device.id !== '').map(({ id, label }) => ({ id, label })),
    chosen: own.choice.by === 'id' ? own.choice.id : (own.open?.id ?? null),
  };
}

function phaseOf(own: OwnDevice): DeviceState['phase'] {
  if (!isHeld(own)) return 'off';
  if (own.open !== null && !own.isInterrupted) return 'on';
  if (own.attempt !== null || own.isAwaitingList) return 'opening';
  return own.problem === null ? 'off' : 'failed';
}

/** Whether the device should be open: a microphone from the first time on, also while muted; a camera while it is wanted. */
function isHeld(own: OwnDevice): boolean {
  return own.kind === 'microphone' ? own.isAsked : own.isWanted;
}

function unchosen(facing: Facing | null): OpenChoice {
  return facing === null ? byDefault : { by: 'facing', facing };
}

function same(own: OwnDevice): OwnDeviceStep {
  return { own, effects: [] };
}

/** Opens `choice`, or lets the attempt under way come to its end first. */
function open(own: OwnDevice, choice: OpenChoice, isPhone: boolean): OwnDeviceStep {
  const chosen = { ...own, choice, problem: null };
  if (own.attempt !== null) return same({ ...chosen, isChoicePending: true });
  if (own.open !== null && !own.isInterrupted && choice.by === 'id' && choice.id === own.open.id) {
    return own.isOwnChoice ? keep(chosen, own.open) : same(chosen);
  }
  const opening: OwnDevice = { ...chosen, attempt: choice, isInterrupted: false, fallback: null };
  const effect: TracksEffect = { kind: 'open', device: own.kind, choice };
  const mustCloseFirst = own.isInterrupted || (isPhone && own.kind === 'camera');
  if (own.open === null || !mustCloseFirst) return { own: opening, effects: [effect] };
  const fallback: OpenChoice | null = own.isInterrupted ? null : { by: 'id', id: own.open.id };
  return {
    own: { ...opening, open: null, fallback },
    effects: [{ kind: 'close', device: own.kind }, effect],
  };
}

/** As `open`, but not because the person asked: only so often. */
function openByItself(own: OwnDevice, choice: OpenChoice, isPhone: boolean): OwnDeviceStep {
  if (own.automaticOpens >= automaticOpensMax) return same({ ...own, problem: own.problem ?? 'absent', lost: null });
  return open({ ...own, automaticOpens: own.automaticOpens + 1 }, choice, isPhone);
}

function keep(own: OwnDevice, { id, groupId, label }: OpenedDevice): OwnDeviceStep {
  return {
    own: { ...own, isOwnChoice: false },
    effects: [{ kind: 'keep', device: own.kind, choice: { id, groupId, label } }],
  };
}

export function want(own: OwnDevice, isWanted: boolean, isPhone: boolean): OwnDeviceStep {
  if (isWanted) return retry({ ...own, isWanted, isAsked: true }, isPhone);
  if (own.kind === 'microphone') return same({ ...own, isWanted });
  const effects: readonly TracksEffect[] = own.open === null ? [] : [{ kind: 'close', device: own.kind }];
  const off = { open: null, problem: null, isInterrupted: false, isAwaitingList: false, lost: null, fallback: null };
  return { own: { ...own, ...off, isWanted }, effects };
}

export function retry(own: OwnDevice, isPhone: boolean): OwnDeviceStep {
  const fresh = { ...own, automaticOpens: 0 };
  if (!isHeld(own) || own.attempt !== null || own.isAwaitingList) return same(fresh);
  if (own.open !== null && !own.isInterrupted) return same({ ...fresh, problem: null });
  return open(fresh, own.choice, isPhone);
}

export function choose(own: OwnDevice, id: string, isPhone: boolean): OwnDeviceStep {
  if (id === '' || !own.devices.some((device) => device.id === id)) return same(own);
  const choice: OpenChoice = { by: 'id', id };
  const chosen = {
    ...own,
    choice,
    isOwnChoice: true,
    kept: null,
    automaticOpens: 0,
    isAwaitingList: false,
    lost: null,
  };
  return isHeld(own) ? open(chosen, choice, isPhone) : same(chosen);
}

/** The camera that faces the other way; where cameras have no direction, the next one. */
export function flip(own: OwnDevice, isPhone: boolean): OwnDeviceStep {
  const facing = own.choice.by === 'facing' ? own.choice.facing : own.facing;
  const next = nextDevice(own.devices, own.choice.by === 'id' ? own.choice.id : (own.open?.id ?? null));
  // A lone camera may still say where it faces; before the list is known a phone is taken to have two.
  if (next === null && (facing === null || own.devices.length > 0)) return same(own);
  const choice: OpenChoice =
    facing === null && next !== null ? { by: 'id', id: next.id } : unchosen(facing === 'user' ? 'environment' : 'user');
  const chosen = { ...own, choice, isOwnChoice: false, kept: null, automaticOpens: 0 };
  return isHeld(own) ? open(chosen, choice, isPhone) : same(chosen);
}

export function opened(own: OwnDevice, device: OpenedDevice, isPhone: boolean): OwnDeviceStep {
  const { attempt } = own;
  const discard: TracksEffect = { kind: 'discard', device: own.kind };
  const settled = { ...own, attempt: null, isChoicePending: false };
  if (attempt === null || !isHeld(own)) return { own: settled, effects: [discard] };
  if (own.isChoicePending) {
    const next = open(settled, own.choice, isPhone);
    return { ...next, effects: [discard, ...next.effects] };
  }
  const notices: readonly DeviceNotice[] =
    own.lost === null ? [] : [{ kind: 'replaced', device: own.kind, lost: own.lost.label, now: device.label }];
  const adopted: OwnDevice = {
    ...settled,
    open: device,
    choice: device.id === '' ? own.choice : { by: 'id', id: device.id },
    facing: device.facing ?? (attempt.by === 'facing' ? attempt.facing : null),
    problem: null,
    fallback: null,
    lost: null,
  };
  const kept = own.isOwnChoice ? keep(adopted, device) : same(adopted);
  // Labels and ids are readable from now on, so the list is asked for again.
  const effects: readonly TracksEffect[] = [{ kind: 'adopt', device: own.kind }, ...kept.effects, { kind: 'list' }];
  return { own: kept.own, effects, notices };
}

export function failed(own: OwnDevice, failure: DeviceFailure, isPhone: boolean): OwnDeviceStep {
  const { attempt } = own;
  const settled = { ...own, attempt: null, isChoicePending: false };
  if (attempt === null || !isHeld(own)) return same(settled);
  if (own.isChoicePending) return open(settled, own.choice, isPhone);
  const given = { ...settled, isOwnChoice: false };
  if (failure === 'no-match' && attempt.by !== 'default') {
    // The way back survives the second try: `open` forgets it only because nothing is open any more.
    const again = open(given, byDefault, isPhone);
    return { ...again, own: { ...again.own, fallback: own.fallback } };
  }
  if (own.fallback !== null) return open(given, own.fallback, isPhone);
  const choice: OpenChoice = own.open === null ? own.choice : { by: 'id', id: own.open.id };
  return same({ ...given, choice, problem: failure === 'no-match' ? 'absent' : failure, lost: null });
}

export function ended(own: OwnDevice): OwnDeviceStep {
  if (own.open === null) return same(own);
  const { id, groupId, label } = own.open;
  const isBeingReplaced = own.attempt !== null;
  return {
    own: {
      ...own,
      open: null,
      isInterrupted: false,
      problem: null,
      lost: isBeingReplaced ? null : { id, groupId, label },
      isAwaitingList: !isBeingReplaced,
    },
    effects: [{ kind: 'close', device: own.kind }, { kind: 'list' }],
  };
}

export function interrupted(own: OwnDevice): OwnDeviceStep {
  // Opening a second capture mutes the first on some systems: that is no interruption.
  if (own.open === null || own.attempt !== null) return same(own);
  return same({ ...own, isInterrupted: true, problem: 'interrupted' });
}

export function resumed(own: OwnDevice, { isPhone, isVisible }: TracksState): OwnDeviceStep {
  if (!own.isInterrupted) return same(own);
  if (!isPhone) return same({ ...own, isInterrupted: false, problem: null });
  // After a phone call a track can read live and unmuted and yet be dead; capture does not start in the background.
  return isVisible ? openByItself(own, own.choice, isPhone) : same(own);
}

/** The page came to the front. */
export function shown(own: OwnDevice, isPhone: boolean): OwnDeviceStep {
  const fresh = { ...own, automaticOpens: 0 };
  return own.isInterrupted ? openByItself(fresh, own.choice, isPhone) : same(fresh);
}

export function listed(before: OwnDevice, devices: readonly ListedDevice[], isPhone: boolean): OwnDeviceStep {
  const own = { ...before, devices };
  if (own.isAwaitingList && own.lost !== null) return replace({ ...own, isAwaitingList: false }, own.lost, isPhone);
  if (own.kept !== null && haveLabels(devices)) return matchKept(own, own.kept, isPhone);
  const came = arrivals(before.devices, devices);
  const isIdle = own.open === null && own.attempt === null;
  if (own.problem === 'absent' && isHeld(own) && isIdle && (came.length > 0 || before.devices.length === 0)) {
    return devices.length === 0 ? same(own) : openByItself(own, unchosen(own.facing), isPhone);
  }
  if (own.open === null || before.devices.length === 0) return same(own);
  const offers = came.filter((device) => device.id !== own.open?.id);
  return {
    own,
    effects: [],
    notices: offers.map(({ label, id }) => ({ kind: 'arrived', device: own.kind, label, id })),
  };
}

function replace(own: OwnDevice, lost: KeptChoice, isPhone: boolean): OwnDeviceStep {
  const given = { ...own, choice: unchosen(own.facing) };
  if (own.permission === 'denied') return same({ ...given, problem: 'blocked-by-site', lost: null });
  const other = replacement(own.devices, lost);
  if (other === null) return same({ ...given, problem: 'absent', lost: null });
  return openByItself(given, { by: 'id', id: other.id }, isPhone);
}

function matchKept(own: OwnDevice, kept: KeptChoice, isPhone: boolean): OwnDeviceStep {
  const match = findKept(own.devices, kept);
  const settled = { ...own, kept: null };
  const isIdle = own.open === null && own.attempt === null;
  if (match === null) return same(isIdle ? { ...settled, choice: unchosen(own.facing) } : settled);
  const choice: OpenChoice = { by: 'id', id: match.id };
  const isUnderWay = own.attempt?.by === 'id' && own.attempt.id === match.id;
  return isUnderWay || isIdle ? same({ ...settled, choice }) : open(settled, choice, isPhone);
}

export function permitted(own: OwnDevice, permission: DevicePermission, isPhone: boolean): OwnDeviceStep {
  const known = { ...own, permission };
  const isNewlyGranted = permission === 'granted' && own.permission !== 'granted';
  const isCured = isNewlyGranted && own.problem !== null && curedByPermission.has(own.problem);
  const isIdle = own.open === null && own.attempt === null;
  return isCured && isHeld(own) && isIdle ? open({ ...known, automaticOpens: 0 }, own.choice, isPhone) : same(known);
}
