// A row of controls with one stop for Tab: arrows, Home and End move inside (WAI-ARIA APG, toolbar pattern).
import type { ComponentChildren, TargetedKeyboardEvent } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

function controlsOf(toolbar: HTMLElement): HTMLButtonElement[] {
  const all = Array.from(toolbar.querySelectorAll<HTMLButtonElement>('button:not([role^="menuitem"])'));
  return all.filter((control) => control.checkVisibility?.() ?? true);
}

function stopAt(toolbar: HTMLElement, control: HTMLButtonElement | undefined): void {
  for (const other of controlsOf(toolbar)) other.tabIndex = other === control ? 0 : -1;
}

export function Toolbar({ label, children }: { readonly label: string; readonly children: ComponentChildren }) {
  const element = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const toolbar = element.current;
    if (toolbar === null) return;
    const controls = controlsOf(toolbar);
    stopAt(toolbar, controls.find((control) => control.getAttribute('tabindex') === '0') ?? controls[0]);
  });

  function onKeyDown(event: TargetedKeyboardEvent<HTMLDivElement>): void {
    const controls = controlsOf(event.currentTarget);
    const now = controls.findIndex((control) => control.matches(':focus'));
    const target = { ArrowRight: now + 1, ArrowDown: now + 1, ArrowLeft: now - 1, ArrowUp: now - 1, Home: 0, End: -1 }[
      event.key
    ];
    if (target === undefined || now < 0) return;
    event.preventDefault();
    controls.at(target % controls.length)?.focus();
  }

  return (
    <div
      ref={element}
      class="toolbar"
      role="toolbar"
      aria-label={label}
      onKeyDown={onKeyDown}
      onFocusIn={(event) => {
        if (event.target instanceof HTMLButtonElement && !event.target.role?.startsWith('menuitem'))
          stopAt(event.currentTarget, event.target);
      }}
    >
      {children}
    </div>
  );
}
