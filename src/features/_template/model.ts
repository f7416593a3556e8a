// The tally itself: what it is, how it changes, what of it each member sees. Pure.
import type { FeatureContext, FeatureEvent, FeatureMember, Reduced } from '#contract';
import type { MemberId } from '#protocol/ids.ts';
import type { TallyCommand, TallyView } from './messages.ts';

export interface Tally {
  readonly total: number;
  readonly shares: ReadonlyMap<MemberId, number>;
  /** The last commands, so that one that is sent again counts once. */
  readonly done: readonly string[];
}

export const totalMax = 1_000_000;
const idsKept = 64;

export function initial(): Tally {
  return { total: 0, shares: new Map(), done: [] };
}

export function reduce(state: Tally, event: FeatureEvent<TallyCommand>, _context: FeatureContext): Reduced<Tally> {
  switch (event.kind) {
    case 'command':
      return { state: state.done.includes(event.command.body.id) ? state : obey(state, event.command, event.from) };
    case 'left':
      return { state: { ...state, shares: new Map([...state.shares].filter(([id]) => id !== event.member.id)) } };
    case 'joined':
    case 'woke':
      return { state };
  }
}

export function viewFor(state: Tally, member: FeatureMember): TallyView {
  return { total: state.total, mine: state.shares.get(member.id) ?? 0 };
}

function obey(state: Tally, command: TallyCommand, from: FeatureMember): Tally {
  const done = [...state.done, command.body.id].slice(-idsKept);
  switch (command.type) {
    case 'add': {
      const amount = Math.min(command.body.amount, totalMax - state.total);
      const shares = new Map(state.shares).set(from.id, (state.shares.get(from.id) ?? 0) + amount);
      return { total: state.total + amount, shares, done };
    }
    case 'reset':
      return { total: 0, shares: new Map(), done };
  }
}
