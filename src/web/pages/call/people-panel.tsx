// Who is here: oneself, then hosts, then everybody by name.
import { useSignal } from '@preact/signals';
import type { Member } from '#protocol/session.ts';
import { Avatar } from '#ui/avatar.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { Icon } from '#ui/icon.tsx';
import type { CallSession } from '../../call/call-session.ts';
import { words } from '../../i18n/words.ts';
import { language } from '../../settings.ts';
import { Invite } from './invite.tsx';
import { otherFacts } from './person.ts';

function inOrder(members: readonly Member[], me: string): readonly Member[] {
  const collator = new Intl.Collator(language.value);
  const rank = (member: Member) => (member.id === me ? 0 : member.isHost ? 1 : 2);
  return [...members].sort((a, b) => rank(a) - rank(b) || collator.compare(a.name, b.name));
}

function Person({ call, member }: { readonly call: CallSession; readonly member: Member }) {
  const { call: w } = words.value;
  const state = call.state.value;
  const isMe = member.id === state.me;
  const note = isMe ? null : otherFacts(state, member, undefined, words.value).note;
  const facts = [
    member.isHost && w.host,
    note,
    call.speaking.value.has(member.id) ? w.speaking : null,
    member.camera !== 'on' && w.cameraIsOff,
  ].filter((fact) => typeof fact === 'string');
  const isOn = member.microphone === 'on';
  const microphone = isOn ? w.microphoneIsOn : member.microphone === 'off' ? w.microphoneIsOff : w.noMicrophone;
  return (
    <li class="person">
      <Avatar name={member.name} />
      <span class="person__name">
        {isMe ? w.you(member.name) : member.name}
        <small>{facts.join(' · ')}</small>
      </span>
      <span class={isOn ? 'quiet' : 'is-off'} role="img" aria-label={microphone}>
        <Icon name={isOn ? 'microphone' : 'microphone-off'} />
      </span>
    </li>
  );
}

export function PeoplePanel({ call, url }: { readonly call: CallSession; readonly url: string }) {
  const { call: w, close } = words.value;
  const isInviting = useSignal(false);
  const { members, me, rules } = call.state.value;
  return (
    <>
      <div class="panel__body">
        <ul aria-label={w.people}>
          {inOrder(members, me).map((member) => (
            <Person key={member.id} call={call} member={member} />
          ))}
        </ul>
      </div>
      <div class="panel__foot">
        <button type="button" class="button button--wide button--small" onClick={() => (isInviting.value = true)}>
          <Icon name="link" kind="sm" />
          {w.invite}
        </button>
      </div>
      {isInviting.value && (
        <Dialog labelledBy="invite-title" kind="dialog--bare" onClose={() => (isInviting.value = false)}>
          <Invite
            title={w.invite}
            titleId="invite-title"
            text={rules.find === 'listed' ? w.shareListed : w.share}
            url={url}
            isQrShown
            hasFocus
          />
          <button
            type="button"
            class="icon-button dialog__x"
            data-theme="light"
            aria-label={close}
            onClick={() => (isInviting.value = false)}
          >
            <Icon name="x" />
          </button>
        </Dialog>
      )}
    </>
  );
}
