// The frame of whatever is open beside the stage: heading, close button, where the focus goes. On phones a sheet.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from '#ui/icon.tsx';
import { words } from '../../i18n/words.ts';

export interface SidePanelProps {
  readonly name: string;
  readonly title: string;
  readonly count?: number;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** The control in the toolbar that opens this panel, or the one that stands for it on a phone. */
function openerOf(name: string): HTMLElement | null {
  const own = document.querySelector<HTMLElement>(`.toolbar [data-panel="${name}"]`);
  return own ?? document.querySelector<HTMLElement>('.toolbar [aria-haspopup="menu"]');
}

/** Safari lays the keyboard over the page and only shrinks the visual viewport: the sheet has to be lifted by hand. */
function liftOverKeyboard(panel: HTMLElement, signal: AbortSignal): void {
  const viewport = window.visualViewport;
  if (!viewport) return;
  const lift = (): void => {
    const hiddenPx = innerHeight - viewport.height - viewport.offsetTop;
    panel.style.marginBottom = hiddenPx > 1 && viewport.scale === 1 ? `${hiddenPx}px` : '';
  };
  viewport.addEventListener('resize', lift, { signal });
  viewport.addEventListener('scroll', lift, { signal });
}

export function SidePanel({ name, title, count, onClose, children }: SidePanelProps) {
  const element = useRef<HTMLElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    const ended = new AbortController();
    const panel = element.current;
    if (panel !== null) liftOverKeyboard(panel, ended.signal);
    return () => {
      ended.abort();
      // Only when the focus would be lost with the panel: somebody else may have taken it meanwhile.
      if (document.activeElement === document.body || panel?.contains(document.activeElement)) openerOf(name)?.focus();
    };
  }, [name]);
  return (
    <aside ref={element} class="panel" aria-labelledby="panel-title" data-region tabIndex={-1}>
      <div class="panel__head">
        <h2 id="panel-title" ref={heading} tabIndex={-1}>
          {title}
          {count !== undefined && <span class="num">{count}</span>}
        </h2>
        <button type="button" class="icon-button" aria-label={words.value.close} onClick={onClose}>
          <Icon name="x" />
        </button>
      </div>
      {children}
    </aside>
  );
}
