import type { KeyboardEvent } from 'react';
import { runCommand } from '../../commands/commands.ts';
import { discloseSelected, moveSelection } from '../../store/selection.ts';
import { useUi } from '../../store/ui-store.ts';

const PAGE_ROWS = 10;

/** The keys of the tree, while it has the focus. Up and down are commands that work everywhere. */
export function rowsKey(event: KeyboardEvent): void {
  // With a modifier the key is a command.
  const action = event.altKey || event.ctrlKey || event.metaKey ? null : actionOf(event.key);
  if (action === null) return;
  event.preventDefault();
  action();
}

function actionOf(key: string): (() => void) | null {
  if (key === 'PageDown') return () => void moveSelection(PAGE_ROWS);
  if (key === 'PageUp') return () => void moveSelection(-PAGE_ROWS);
  if (key === 'Home') return () => void moveSelection(Number.NEGATIVE_INFINITY);
  if (key === 'End') return () => void moveSelection(Number.POSITIVE_INFINITY);
  // While there is a playhead, ← and → move it.
  if (key === 'Enter') return () => void discloseSelected(key, () => {});
  if (useUi.getState().playhead !== null) return null;
  if (key === 'ArrowLeft') return () => void discloseSelected(key, () => runCommand('step-back'));
  if (key === 'ArrowRight') return () => void discloseSelected(key, () => runCommand('step-forward'));
  return null;
}
