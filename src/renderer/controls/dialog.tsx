import { type ReactNode, useEffect, useRef } from 'react';
import './dialog.css';

interface DialogProps {
  readonly label: string;
  readonly className?: string;
  /** Gives the focus to no element at first. */
  readonly plain?: boolean;
  /** A selector for the element that gets the focus at first; by default the first focusable one. */
  readonly startsAt?: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A modal dialog: the browser keeps the focus inside; Escape, or a click outside, closes it. */
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
