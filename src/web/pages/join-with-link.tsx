// Coming in with a link that somebody sent.
import { useSignal } from '@preact/signals';
import { FieldError } from '#ui/field.tsx';
import { words } from '../i18n/words.ts';
import { keepSecret } from '../kept.ts';
import { readRoomLink } from '../link/room-link.ts';
import { go, roomPath } from './route.ts';

/** The server that a pasted link leads to; ours when the link does not say. */
function hostIn(text: string): string {
  return /(?:https?:\/\/)?([\w.-]+(?::\d+)?)\/r\//i.exec(text)?.[1] ?? location.host;
}

export function JoinWithLink() {
  const { home } = words.value;
  const text = useSignal('');
  const error = useSignal<string | null>(null);

  function enter(): void {
    const link = readRoomLink(text.value);
    const host = hostIn(text.value);
    if (link === null) error.value = home.linkInvalid;
    else if (host.toLowerCase() !== location.host) error.value = home.linkElsewhere(host);
    else {
      if (link.secret !== null) keepSecret(link.roomId, link.secret);
      go(roomPath(link.roomId));
    }
  }

  return (
    <form
      class="joinline"
      onSubmit={(event) => {
        event.preventDefault();
        enter();
      }}
    >
      <input
        class="input"
        aria-label={home.link}
        placeholder={home.linkPlaceholder}
        inputMode="url"
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        value={text.value}
        aria-invalid={error.value === null ? undefined : true}
        aria-describedby={error.value === null ? undefined : 'link-error'}
        onInput={(event) => {
          text.value = event.currentTarget.value;
          error.value = null;
        }}
      />
      <button type="submit" class="button">
        {home.go}
      </button>
      <FieldError id="link-error" text={error.value} />
    </form>
  );
}
