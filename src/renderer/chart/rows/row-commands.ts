import type { MouseEvent } from 'react';
import type { CommandId } from '../../../protocol/commands.ts';
import { main } from '../../bridge.ts';
import { isEnabled } from '../../commands/commands.ts';
import { useUi } from '../../store/ui-store.ts';

/** What one does with a row, and with all of them. */
const ROW_COMMANDS: readonly CommandId[] = [
  'fit-selection',
  'fit-all',
  'rows',
  'pin',
  'unpin-all',
  'expand-all',
  'collapse-all',
  'next-run',
  'previous-run',
  'chain-back',
  'chain-forth',
  'critical-path',
  'mark',
];

/** The right button, or the keyboard's key for it, among the rows: what it was pressed on is selected by now. */
export function offerRowCommands(event: MouseEvent): void {
  event.preventDefault();
  const state = useUi.getState();
  void main.offerCommands(ROW_COMMANDS.filter((id) => isEnabled(id, state)));
}
