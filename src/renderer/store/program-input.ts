// What is typed for the running program.

import { main } from '../bridge.ts';
import { type UiState, useUi } from './ui-store.ts';

/** Main takes no longer text at once. */
const MOST_AT_ONCE = 50_000;

/** Whether the program runs and can be given input. */
export const hasInput = ({ phase, session, end, status }: UiState): boolean =>
  phase === 'live' && session?.kind === 'live' && end === null && status?.inputEnded !== true;

/** Gives the program this text on its standard input. */
export function typeInput(text: string): void {
  const { session } = useUi.getState();
  if (session === null) return;
  for (let from = 0; from < text.length; from += MOST_AT_ONCE)
    void main.type(session.id, text.slice(from, from + MOST_AT_ONCE));
}

/** Tells the program that no more input will come. */
export function endInput(): void {
  const { session } = useUi.getState();
  if (session !== null) void main.type(session.id, null);
}
