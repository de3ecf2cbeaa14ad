import type { MouseEvent } from 'react';
import type { CommandId } from '../../../protocol/commands.ts';
import { main } from '../../bridge.ts';
import { isEnabled } from '../../commands/commands.ts';
import { useUi } from '../../store/ui-store.ts';

/** The commands for a row, and for all rows. */
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

/** Shows the context menu of the rows, by the right button or the keyboard's menu key. The row in question is selected already. */
export function offerRowCommands(event: MouseEvent): void {
  event.preventDefault();
  const state = useUi.getState();
  void main.offerCommands(ROW_COMMANDS.filter((id) => isEnabled(id, state)));
}
