import { type FocusEvent, useEffect, useRef } from 'react';

interface Focused {
  readonly element: Element;
  /** The list that contains it, and its position there. */
  readonly list: Element | null;
  readonly at: number;
}

/**
 * Handlers for a part of the window whose elements come and go. When the focused element disappears (a finding is muted, another tab is
 * shown), the focus moves to the element that took its place in the list, or else to `next()`. Otherwise it would return to the beginning
 * of the window. This does not happen after a click, so that the arrow keys belong to no control.
 */
export function useKeptFocus(next: () => HTMLElement | null) {
  const last = useRef<Focused | null>(null);
  useEffect(() => {
    if (last.current === null || last.current.element.isConnected) return;
    const { list, at } = last.current;
    last.current = null;
    if (document.activeElement !== document.body) return;
    const item = list?.isConnected ? list.children[Math.min(at, list.children.length - 1)] : undefined;
    (item?.querySelector<HTMLElement>('button, input') ?? next())?.focus();
  });
  return {
    onFocus: ({ target }: FocusEvent) => {
      const item = target.closest('li');
      const list = item?.parentElement ?? null;
      const at = item === null || list === null ? -1 : [...list.children].indexOf(item);
      last.current = target.matches(':focus-visible') ? { element: target, list, at } : null;
    },
    onBlur: () => {
      last.current = null;
    },
  };
}
