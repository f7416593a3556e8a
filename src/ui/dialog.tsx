// A native modal dialog that is open while it is rendered. The browser keeps the focus inside and gives it back.
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

export interface DialogProps {
  /** Id of the heading inside. */
  readonly labelledBy: string;
  readonly role?: 'dialog' | 'alertdialog';
  readonly kind?: string;
  /** Escape or a click beside it; absent = it has to be answered. */
  readonly onClose?: () => void;
  readonly children: ComponentChildren;
}

export function Dialog({ labelledBy, role = 'dialog', kind = '', onClose, children }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const close = useRef(onClose);
  close.current = onClose;
  useLayoutEffect(() => {
    const dialog = element.current;
    if (dialog === null) return;
    const onPress = (event: MouseEvent): void => {
      if (event.target === dialog) close.current?.();
    };
    dialog.addEventListener('click', onPress);
    dialog.showModal();
    // Removing an open dialog would lose the focus; closing it first gives the focus back.
    return () => {
      dialog.removeEventListener('click', onPress);
      dialog.close();
    };
  }, []);
  return (
    <dialog
      ref={element}
      class={`dialog ${kind}`}
      role={role}
      aria-labelledby={labelledBy}
      onCancel={(event) => {
        event.preventDefault();
        onClose?.();
      }}
    >
      {children}
    </dialog>
  );
}
