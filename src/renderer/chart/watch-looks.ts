// What makes a canvas drawn before wrong, although nothing in it has changed.

import { watchRatio } from './paint/canvas-size.ts';

/** Calls back when an element has another size, or its pixels another ratio, until the signal. */
export function watchSize(element: Element, changed: () => void, signal: AbortSignal): void {
  const resizing = new ResizeObserver(changed);
  resizing.observe(element);
  watchRatio(changed, signal);
  signal.addEventListener('abort', () => resizing.disconnect());
}

/** Calls back when the colours are others, by choice or because the system's are, until the signal. */
export function watchTheme(changed: () => void, signal: AbortSignal): void {
  const themes = new MutationObserver(changed);
  themes.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  for (const query of ['(prefers-color-scheme: dark)', '(forced-colors: active)'])
    window.matchMedia(query).addEventListener('change', changed, { signal });
  signal.addEventListener('abort', () => themes.disconnect());
}
