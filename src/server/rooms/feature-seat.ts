// One feature in one room: takes the feature through its steps with its state inside. Knows features only by contract.
import type {
  Announcement,
  FeatureCommandShape,
  FeatureContext,
  FeatureEvent,
  FeatureMember,
  ServerFeature,
} from '#contract';
import type { RefusalCode } from '#protocol/errors.ts';
import { parse } from '#protocol/messages.ts';

/** A feature whose own types are closed over, so that features of different kinds stand in one list. */
export interface SeatedFeature {
  readonly name: string;
  open(): FeatureSeat;
}

export interface FeatureSeat {
  /** A refusal code, or what follows. The command is as it came from the wire. */
  command(command: FeatureCommandShape, from: FeatureMember, context: FeatureContext): RefusalCode | SeatResult;
  happened(event: WithoutCommand, context: FeatureContext): SeatResult;
  viewFor(member: FeatureMember): unknown;
}

export type WithoutCommand = Exclude<FeatureEvent<never>, { kind: 'command' }>;

export interface SeatResult {
  readonly announcements: readonly Announcement[];
  /** Members whose view is another than before, with the new one. */
  readonly views: ReadonlyMap<FeatureMember, unknown>;
  readonly wakeAtMs: number | null;
}

export function seatFeature<State, Command extends FeatureCommandShape>(
  feature: ServerFeature<State, Command>,
): SeatedFeature {
  return { name: feature.name, open: () => openSeat(feature) };
}

function openSeat<State, Command extends FeatureCommandShape>(feature: ServerFeature<State, Command>): FeatureSeat {
  let state = feature.initial();

  function apply(event: FeatureEvent<Command>, context: FeatureContext): SeatResult {
    const before = state;
    const reduced = feature.reduce(before, event, context);
    state = reduced.state;
    return {
      announcements: feature.announce(before, state, event),
      views: before === state ? new Map() : changedViews(before, state, context.members),
      wakeAtMs: reduced.wakeAtMs ?? null,
    };
  }

  function changedViews(before: State, after: State, members: readonly FeatureMember[]): Map<FeatureMember, unknown> {
    const views = new Map<FeatureMember, unknown>();
    for (const member of members) {
      const view = feature.viewFor(after, member);
      if (JSON.stringify(view) !== JSON.stringify(feature.viewFor(before, member))) views.set(member, view);
    }
    return views;
  }

  return {
    command(given, from, context) {
      const command = parse(feature.toRoom, given);
      if (!command.ok) return 'bad-message';
      return (
        feature.authorise(state, command.value, from) ??
        apply({ kind: 'command', from, command: command.value }, context)
      );
    },
    happened: apply,
    viewFor: (member) => feature.viewFor(state, member),
  };
}
