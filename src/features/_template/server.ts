// The tally's seat at the server: who may do what, and what is told to whom. Sends nothing itself.
import type { ServerFeature } from '#contract';
import { TallyCommand, type TallyFact } from './messages.ts';
import { initial, reduce, type Tally, viewFor } from './model.ts';

export const tally: ServerFeature<Tally, TallyCommand> = {
  name: 'tally',
  toRoom: TallyCommand,
  initial,
  authorise: (_state, command, from) => (command.type === 'reset' && !from.isHost ? 'not-allowed' : null),
  reduce,
  announce(before, after, cause) {
    if (cause.kind !== 'command' || cause.command.type !== 'add' || after === before) return [];
    const fact: TallyFact = { type: 'added', body: { by: cause.from.id, amount: cause.command.body.amount } };
    return [{ to: 'everybody', ...fact }];
  },
  viewFor,
};
