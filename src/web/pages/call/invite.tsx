// The room's link for others: to copy, to share with the phone's sheet, as a QR code.
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { Icon } from '#ui/icon.tsx';
import { words } from '../../i18n/words.ts';
import { useLazy } from '../lazy.ts';

const loadQr = () => import('./qr-code.tsx');
const toldForMs = 4_000;

function Qr({ url }: { readonly url: string }) {
  const part = useLazy(loadQr);
  if (part === null) return <span class="qr" />;
  return <part.QrCode text={url} label={words.value.call.qr} />;
}

/** Copies, or marks the link for copying by hand where the browser refuses. */
async function copyLink(url: string, field: HTMLInputElement | null): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(url);
    return true;
  } catch {
    field?.select();
    return false;
  }
}

function CopyButton({ copy, hasFocus }: { readonly copy: () => Promise<boolean>; readonly hasFocus: boolean }) {
  const { call } = words.value;
  const result = useSignal<'copied' | 'failed' | null>(null);
  async function onClick(): Promise<void> {
    result.value = (await copy()) ? 'copied' : 'failed';
    setTimeout(() => {
      result.value = null;
    }, toldForMs);
  }
  const isCopied = result.value === 'copied';
  return (
    <>
      <button
        type="button"
        class="button button--primary button--small"
        autofocus={hasFocus}
        onClick={() => void onClick()}
      >
        <Icon name={isCopied ? 'check' : 'link'} kind="sm" />
        {call.copy}
      </button>
      {/* Said here and not in the page's live region: under a modal dialog that one is silent. */}
      <span class="invite__told" role="status">
        {result.value !== null && { copied: call.copied, failed: call.copyFailed }[result.value]}
      </span>
    </>
  );
}

export interface InviteProps {
  readonly title: string;
  readonly titleId: string;
  readonly text: string;
  readonly url: string;
  readonly isQrShown: boolean;
  /** In a dialog the focus starts at what people came for. */
  readonly hasFocus?: boolean;
}

export function Invite({ title, titleId, text, url, isQrShown, hasFocus = false }: InviteProps) {
  const { call } = words.value;
  const field = useRef<HTMLInputElement>(null);
  const isQrWanted = useSignal(isQrShown);
  const share =
    'share' in navigator ? () => void navigator.share({ url, title: document.title }).catch(() => undefined) : null;
  return (
    <div class={`invite${isQrWanted.value ? ' invite--qr' : ''}`} data-theme="light">
      {isQrWanted.value && <Qr url={url} />}
      <div>
        <h2 id={titleId}>{title}</h2>
        <p class="invite__text">{text}</p>
        <div class="linkline">
          <input
            ref={field}
            readOnly
            value={url}
            aria-label={call.link}
            onFocus={(event) => event.currentTarget.select()}
          />
        </div>
        <div class="invite__actions">
          <CopyButton copy={() => copyLink(url, field.current)} hasFocus={hasFocus} />
          {share !== null && (
            <button type="button" class="button button--small" onClick={share}>
              <Icon name="share" kind="sm" />
              {call.shareSheet}
            </button>
          )}
          {!isQrWanted.value && (
            <button type="button" class="button button--small" onClick={() => (isQrWanted.value = true)}>
              <Icon name="qr" kind="sm" />
              {call.showQr}
            </button>
          )}
        </div>
      </div>
    </div>
  );
}
