import { type KeyboardEvent, type RefObject, useLayoutEffect, useRef, useState } from 'react';

export interface LineKeys {
  /** The line that the keyboard is at; null for none. */
  readonly at: number | null;
  moveTo(line: number): void;
  pressed(event: KeyboardEvent): void;
}

/**
 * Up, Down, Home and End move through the lines of a long list of which only a part is in the document. The focus moves along, to the line's
 * first button. `first` is where to begin; `bringIntoView` scrolls to a line.
 */
export function useLineKeys(
  list: RefObject<HTMLElement | null>,
  total: number,
  first: () => number,
  bringIntoView: (line: number) => void,
): LineKeys {
  const [at, setAt] = useState<number | null>(null);
  /** A key has moved to a line that may not be in the document yet. */
  const isWanted = useRef(false);
  // Also runs when the line is added to the document.
  useLayoutEffect(() => {
    if (!isWanted.current || at === null) return;
    const button = list.current?.querySelector<HTMLElement>(`[data-index="${at}"] button`);
    if (button == null) return;
    isWanted.current = false;
    button.focus({ preventScroll: true });
  });
  return {
    at,
    moveTo: setAt,
    pressed: (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || total === 0) return;
      const steps: Record<string, number> = {
        ArrowDown: at === null ? first() : at + 1,
        ArrowUp: at === null ? first() : at - 1,
        Home: 0,
        End: total - 1,
      };
      const to = steps[event.key];
      if (to === undefined) return;
      event.preventDefault();
      const line = Math.max(0, Math.min(total - 1, to));
      isWanted.current = true;
      setAt(line);
      bringIntoView(line);
    },
  };
}
