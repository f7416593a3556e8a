// A button and its menu: a native popover with the keys of the menu pattern (WAI-ARIA APG: arrows, Home, End, first letter,
// Escape, Tab closes). The browser closes it on a click elsewhere and gives the focus back to the button.
import type { ComponentChildren, TargetedEvent, TargetedKeyboardEvent } from 'preact';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Icon, type IconName } from './icon.tsx';

const gapPx = 8;

function itemsOf(menu: HTMLElement): HTMLElement[] {
  return Array.from(menu.querySelectorAll<HTMLElement>('[role^="menuitem"]'));
}

/** Above or below the button and inside the window, whichever has the room; needs no size of the menu. */
function placeBeside(menu: HTMLElement, button: HTMLElement): void {
  const at = button.getBoundingClientRect();
  const isUpper = at.top < innerHeight / 2;
  const isRight = at.left > innerWidth / 2;
  menu.style.top = isUpper ? `${at.bottom + gapPx}px` : 'auto';
  menu.style.bottom = isUpper ? 'auto' : `${innerHeight - at.top + gapPx}px`;
  menu.style.left = isRight ? 'auto' : `${Math.max(gapPx, at.left)}px`;
  menu.style.right = isRight ? `${Math.max(gapPx, innerWidth - at.right)}px` : 'auto';
}

function moveFocus(menu: HTMLElement, key: string): boolean {
  const items = itemsOf(menu);
  const now = items.findIndex((item) => item.matches(':focus'));
  const last = items.length - 1;
  const target = {
    ArrowDown: now === last ? 0 : now + 1,
    ArrowUp: now <= 0 ? last : now - 1,
    Home: 0,
    End: last,
  }[key];
  if (target !== undefined) {
    items[target]?.focus();
    return true;
  }
  if (key.length !== 1 || key === ' ') return false;
  const inOrder = [...items.slice(now + 1), ...items.slice(0, now + 1)];
  inOrder.find((item) => item.textContent?.trim().toLowerCase().startsWith(key.toLowerCase()))?.focus();
  return true;
}

export interface MenuButtonProps {
  readonly label: string;
  readonly icon: IconName;
  readonly children: ComponentChildren;
}

export function MenuButton({ label, icon, children }: MenuButtonProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const [isOpen, setOpen] = useState(false);

  // The items are drawn only while the menu is open, so the focus comes after them.
  useLayoutEffect(() => {
    if (!isOpen || menu.current === null) return;
    const items = itemsOf(menu.current);
    (items.find((item) => item.getAttribute('aria-checked') === 'true') ?? items[0])?.focus();
  }, [isOpen]);

  function onBeforeToggle(event: TargetedEvent<HTMLDivElement, ToggleEvent>): void {
    if (event.newState === 'open' && button.current) placeBeside(event.currentTarget, button.current);
  }
  function onToggle(event: TargetedEvent<HTMLDivElement, ToggleEvent>): void {
    setOpen(event.newState === 'open');
  }
  function onKeyDown(event: TargetedKeyboardEvent<HTMLDivElement>): void {
    // The keys of a menu are not keys of the toolbar around it.
    event.stopPropagation();
    if (event.key === 'Tab') event.currentTarget.hidePopover();
    else if (!event.ctrlKey && !event.metaKey && !event.altKey && moveFocus(event.currentTarget, event.key))
      event.preventDefault();
  }

  return (
    <>
      <button
        ref={button}
        type="button"
        class="tool"
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        popovertarget={id}
      >
        <Icon name={icon} />
      </button>
      <div
        id={id}
        ref={menu}
        class="menu"
        role="menu"
        aria-label={label}
        popover="auto"
        onBeforeToggle={onBeforeToggle}
        onToggle={onToggle}
        onKeyDown={onKeyDown}
      >
        {isOpen && children}
      </div>
    </>
  );
}

export interface MenuItemProps {
  readonly icon?: IconName;
  readonly onSelect: () => void;
  readonly children: ComponentChildren;
}

function closeMenuOf(item: HTMLElement): void {
  item.closest<HTMLElement>('[popover]')?.hidePopover();
}

export function MenuItem({ icon, onSelect, children }: MenuItemProps) {
  return (
    <button
      type="button"
      class="menu__item"
      role="menuitem"
      tabIndex={-1}
      onClick={(event) => {
        closeMenuOf(event.currentTarget);
        onSelect();
      }}
    >
      {icon && <Icon name={icon} />}
      <span>{children}</span>
    </button>
  );
}

/** One of several; choosing it closes the menu. */
export function MenuChoice({
  isChosen,
  onSelect,
  children,
}: {
  readonly isChosen: boolean;
  readonly onSelect: () => void;
  readonly children: ComponentChildren;
}) {
  return (
    <button
      type="button"
      class="menu__item"
      role="menuitemradio"
      aria-checked={isChosen}
      tabIndex={-1}
      onClick={(event) => {
        closeMenuOf(event.currentTarget);
        onSelect();
      }}
    >
      <Icon name="check" />
      <span>{children}</span>
    </button>
  );
}

/** Choices that belong together, under a heading that is also their group's name. */
export function MenuGroup({ label, children }: { readonly label: string; readonly children: ComponentChildren }) {
  return (
    <fieldset aria-label={label}>
      <div class="menu__head" aria-hidden="true">
        {label}
      </div>
      {children}
    </fieldset>
  );
}
