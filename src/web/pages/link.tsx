// A link inside the house: the browser's own in every way but that the page stays.
import type { ComponentChildren } from 'preact';
import { go } from './route.ts';

export interface LinkProps {
  readonly to: string;
  readonly class?: string;
  readonly label?: string;
  readonly children: ComponentChildren;
}

export function Link({ to, label, children, class: kind = '' }: LinkProps) {
  return (
    <a
      href={to}
      class={kind}
      aria-label={label}
      onClick={(event) => {
        const isForBrowser = event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
        if (isForBrowser) return;
        event.preventDefault();
        go(to);
      }}
    >
      {children}
    </a>
  );
}
