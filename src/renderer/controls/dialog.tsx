import { type ReactNode, useEffect, useRef } from 'react';
import './dialog.css';

interface DialogProps {
  readonly label: string;
  readonly className?: string;
  /** Nothing in it wants the focus before a person does. */
  readonly plain?: boolean;
  /** What has the focus at first, as a selector; else the first that can have it. */
  readonly startsAt?: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A modal dialog: the browser keeps the focus in it, Escape and a click beside it close it. */
export function Dialog({ label, className = '', plain = false, startsAt, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    element?.showModal();
    if (plain) element?.focus();
    else if (startsAt !== undefined) element?.querySelector<HTMLElement>(startsAt)?.focus();
    return () => {
      element?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, [plain, startsAt]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes every dialog; the click is for the mouse.
    <dialog
      ref={dialog}
      tabIndex={-1}
      className={`dialog ${className}`}
      aria-label={label}
      onClose={onClose}
      onCancel={onClose}
      onClick={(event) => event.target === dialog.current && onClose()}
    >
      {children}
    </dialog>
  );
}
