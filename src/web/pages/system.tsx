// The pages nobody asks for: not found, unsupported browser, crashed.
import { useState } from 'preact/hooks';
import { errorCodes } from '../i18n/error-codes.ts';
import { words } from '../i18n/words.ts';
import { Calm, FrontPageLink } from './calm.tsx';

export function NotFound() {
  const { system } = words.value;
  return <Calm title={system.notFound} text={system.notFoundText} code={errorCodes['page-not-found']} />;
}

export function Unsupported() {
  const { system } = words.value;
  return <Calm title={system.unsupported} text={system.unsupportedText} code={errorCodes.unsupported} />;
}

/** Calls need these; everything else has a way around. */
export function isSupported(): boolean {
  return 'RTCPeerConnection' in globalThis && 'showPopover' in HTMLElement.prototype && 'Segmenter' in Intl;
}

/** What helps to find a bug, without names, messages, ids or secrets: room paths are cut, addresses are not in it. */
export function crashReport(error: unknown): string {
  const problem = error instanceof Error ? error : new Error(String(error));
  const lines = [
    `code: ${errorCodes.crashed}`,
    `when: ${new Date().toISOString()}`,
    `page: ${location.pathname.startsWith('/r/') ? '/r/…' : location.pathname}`,
    `browser: ${navigator.userAgent}`,
    `problem: ${problem.name}: ${problem.message}`,
    problem.stack ?? '',
  ];
  return lines
    .join('\n')
    .replace(/\/r\/[\w-]{22}/g, '/r/…')
    .slice(0, 4_000);
}

export function Crashed({ error }: { readonly error: unknown }) {
  const w = words.value;
  const [isCopied, setCopied] = useState(false);
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(crashReport(error));
      setCopied(true);
    } catch {
      // Not allowed here: the button keeps its words.
    }
  }
  const actions = (
    <>
      <button type="button" class="button button--primary button--large" onClick={() => location.reload()}>
        {w.system.reload}
      </button>
      <button type="button" class="button button--large" onClick={() => void copy()}>
        {isCopied ? w.system.detailsCopied : w.system.copyDetails}
      </button>
      <FrontPageLink />
    </>
  );
  return <Calm title={w.system.crashed(errorCodes.crashed)} text={w.system.crashedText} actions={actions} isAlert />;
}
