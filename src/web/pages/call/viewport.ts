// Sizes and time as signals of one component: the window, an element, the seconds.
import { type ReadonlySignal, useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect } from 'preact/hooks';
import { type Size, type StageForm, stageForm } from '#call/layout.ts';

export function useStageForm(): ReadonlySignal<StageForm> {
  const form = useSignal(stageForm({ width: innerWidth, height: innerHeight }));
  useEffect(() => {
    const resized = (): void => {
      form.value = stageForm({ width: innerWidth, height: innerHeight });
    };
    addEventListener('resize', resized);
    return () => removeEventListener('resize', resized);
  }, [form]);
  return form;
}

export function useSize(element: RefObject<HTMLElement | null>): ReadonlySignal<Size> {
  const size = useSignal<Size>({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const target = element.current;
    if (target === null) return;
    const measure = (): void => {
      size.value = { width: target.clientWidth, height: target.clientHeight };
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(target);
    return () => observer.disconnect();
  }, [element, size]);
  return size;
}

/** performance.now(), once a second. */
export function useSeconds(): ReadonlySignal<number> {
  const nowMs = useSignal(performance.now());
  useEffect(() => {
    const timer = setInterval(() => {
      nowMs.value = performance.now();
    }, 1_000);
    return () => clearInterval(timer);
  }, [nowMs]);
  return nowMs;
}
