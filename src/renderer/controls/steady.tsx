import { type RefObject, useLayoutEffect, useRef } from 'react';

/**
 * For an element with a number that changes all the time: it gets wider with the number but never narrower, so that what follows it does not
 * move to and fro.
 */
export function useSteadyWidth<Part extends HTMLElement>(): RefObject<Part | null> {
  const part = useRef<Part>(null);
  useLayoutEffect(() => {
    if (part.current !== null)
      part.current.style.minWidth = `${part.current.getBoundingClientRect().width}px`;
  });
  return part;
}

interface SteadyProps {
  readonly className?: string;
  readonly title?: string;
  readonly children: React.ReactNode;
}

export function Steady(props: SteadyProps) {
  return <span ref={useSteadyWidth<HTMLSpanElement>()} {...props} />;
}
