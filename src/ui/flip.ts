// Moving a thing from where it stood to where it stands now, by transform alone (FLIP: first, last, invert, play).
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

interface Place {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const durationMs = 180;
const easing = 'cubic-bezier(0.2, 0.8, 0.2, 1)';

/** Plays when `why` changes: what moves because the window is being resized should follow it at once. Null = never. */
export function useFlip(element: RefObject<HTMLElement | null>, place: Place, why: string | null): void {
  const before = useRef({ place, why });
  useLayoutEffect(() => {
    const from = before.current;
    before.current = { place, why };
    const target = element.current;
    if (target === null || why === null || from.why === null || from.why === why || place.width === 0) return;
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    const offset = `translate(${from.place.left - place.left}px, ${from.place.top - place.top}px)`;
    const scale = `scale(${from.place.width / place.width}, ${from.place.height / place.height})`;
    const frames = [{ transform: `${offset} ${scale}` }, { transform: 'none' }];
    target.animate(
      frames.map((frame) => ({ ...frame, transformOrigin: '0 0' })),
      { duration: durationMs, easing },
    );
  });
}
