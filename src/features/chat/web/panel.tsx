// The chat's face in a call: its button with what is unread, and its panel.
import { computed } from '@preact/signals';
import type { FeatureContextInCall, FeatureSeatInCall, WebFeature } from '#contract.web';
import { Icon } from '#ui/icon.tsx';
import { ChatMessage } from '../messages.ts';
import { Composer } from './composer.tsx';
import { openConversation } from './conversation.ts';
import { MessageLog } from './message-log.tsx';

export const chat: WebFeature<ChatMessage> = { name: 'chat', betweenMembers: ChatMessage, open };

function open(context: FeatureContextInCall<ChatMessage>): FeatureSeatInCall {
  const conversation = openConversation(context);
  const title = computed(() => conversation.words.value.title);
  return {
    name: chat.name,
    title,
    button: {
      icon: () => <Icon name="chat" />,
      label: title,
      badge: computed(() => {
        const count = conversation.log.value.unread;
        return count === 0 ? null : { count, spoken: conversation.words.value.unread(count) };
      }),
      key: 'KeyC',
    },
    Panel: () => (
      <>
        <MessageLog conversation={conversation} />
        <Composer conversation={conversation} />
      </>
    ),
  };
}
