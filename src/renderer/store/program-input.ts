// What is typed for the running program.

import { main } from '../bridge.ts';
import { type UiState, useUi } from './ui-store.ts';

/** Main takes at most 100,000 units of UTF-16 at once: 50,000 characters, none of which is cut in two. */
const AT_ONCE = /.{1,50000}/gsu;

/** Whether the program runs and can be given input. */
export const hasInput = ({ phase, session, end, status }: UiState): boolean =>
  phase === 'live' && session?.kind === 'live' && end === null && status?.inputEnded !== true;

/** Gives the program this text on its standard input. */
export function typeInput(text: string): void {
  const { session } = useUi.getState();
  if (session === null) return;
  for (const [piece] of text.matchAll(AT_ONCE)) void main.type(session.id, piece);
}

/** Tells the program that no more input will come. */
export function endInput(): void {
  const { session } = useUi.getState();
  if (session !== null) void main.type(session.id, null);
}
