// The tally's face: shows what the room says, asks the room to count. Keeps no number of its own.
import { computed, signal } from '@preact/signals';
import type { FeatureContextInCall, FeatureSeatInCall, WebFeature } from '#contract.web';
import type { MemberId } from '#protocol/ids.ts';
import { parse } from '#protocol/messages.ts';
import { Icon } from '#ui/icon.tsx';
import { Cheer, TallyFact, type TallyView } from '../messages.ts';
import { words } from './words.ts';

export const tally: WebFeature<Cheer> = { name: 'tally', betweenMembers: Cheer, open };

function open(context: FeatureContextInCall<Cheer>): FeatureSeatInCall {
  const said = computed(() => words[context.language.value]);
  const view = signal<TallyView>({ total: 0, mine: 0 });
  const nameOf = (id: MemberId): string =>
    context.members.peek().find((member) => member.id === id)?.name ?? said.peek().somebody;

  context.onFact((type, body) => {
    const fact = parse(TallyFact, { type, body });
    if (!fact.ok) return;
    if (fact.value.type === 'view') view.value = fact.value.body;
    else context.announce(said.peek().added(nameOf(fact.value.body.by), fact.value.body.amount));
  });
  context.onMessage((_cheer, from) => context.announce(said.peek().cheered(nameOf(from)), { toast: true }));

  function Panel() {
    return (
      <div class="panel__body">
        <p role="status">{said.value.total(view.value.total, view.value.mine)}</p>
        <div class="row">
          <button
            type="button"
            class="button button--primary"
            onClick={() => void context.command('add', { id: context.randomId(), amount: 1 })}
          >
            {said.value.add}
          </button>
          <button
            type="button"
            class="button"
            onClick={() => context.publish({ cheer: 'clap' }, { isReliable: false })}
          >
            {said.value.cheer}
          </button>
        </div>
      </div>
    );
  }

  return {
    name: tally.name,
    title: computed(() => said.value.title),
    button: {
      icon: () => <Icon name="plus" />,
      label: computed(() => said.value.title),
      badge: computed(() => null),
      key: 'KeyT',
    },
    Panel,
  };
}
