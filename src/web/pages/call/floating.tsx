// Moving the floating own picture to a corner: dragged, with the arrow keys, or by pressing its handle (WCAG 2.5.7).
import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { type Corner, corners, type Direction, moveCorner, nearestCorner, type Size } from '#call/layout.ts';
import { Icon } from '#ui/icon.tsx';
import { words } from '../../i18n/words.ts';

const directions: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

export interface FloatingHandleProps {
  readonly corner: Corner;
  readonly onCorner: (corner: Corner) => void;
}

export function FloatingHandle({ corner, onCorner }: FloatingHandleProps) {
  return (
    <button
      type="button"
      class="icon-button tile__move"
      aria-label={words.value.call.moveSelf}
      onClick={() => onCorner(corners[(corners.indexOf(corner) + 1) % corners.length] ?? corner)}
      onKeyDown={(event) => {
        const direction = directions[event.key];
        if (direction === undefined) return;
        event.preventDefault();
        onCorner(moveCorner(corner, direction));
      }}
    >
      <Icon name="move" kind="sm" />
    </button>
  );
}

export interface Dragging {
  readonly stage: Size;
  readonly isOn: boolean;
  readonly onDrop: (corner: Corner) => void;
}

/** Lets the element follow the pointer, and tells the corner nearest to where it is let go. */
export function useDragging(element: RefObject<HTMLElement | null>, dragging: Dragging): void {
  const { isOn } = dragging;
  // The stage may be drawn anew while the finger is down: what holds then counts, and the drag goes on.
  const latest = useRef(dragging);
  latest.current = dragging;
  useEffect(() => {
    const target = element.current;
    if (target === null || !isOn) return;
    const ended = new AbortController();
    const { signal } = ended;
    let from: { readonly x: number; readonly y: number } | null = null;
    const take = (event: PointerEvent): void => {
      if (event.button !== 0 || (event.target instanceof Element && event.target.closest('button'))) return;
      from = { x: event.clientX, y: event.clientY };
      target.setPointerCapture(event.pointerId);
    };
    const move = (event: PointerEvent): void => {
      if (from !== null) target.style.translate = `${event.clientX - from.x}px ${event.clientY - from.y}px`;
    };
    const drop = (event: PointerEvent): void => {
      if (from === null) return;
      const middle = {
        x: target.offsetLeft + target.offsetWidth / 2 + event.clientX - from.x,
        y: target.offsetTop + target.offsetHeight / 2 + event.clientY - from.y,
      };
      from = null;
      target.style.translate = '';
      if (event.type === 'pointerup') latest.current.onDrop(nearestCorner(latest.current.stage, middle));
    };
    target.addEventListener('pointerdown', take, { signal });
    target.addEventListener('pointermove', move, { signal });
    target.addEventListener('pointerup', drop, { signal });
    target.addEventListener('pointercancel', drop, { signal });
    return () => ended.abort();
  }, [element, isOn]);
}
