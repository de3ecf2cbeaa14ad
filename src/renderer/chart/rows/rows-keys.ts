import type { KeyboardEvent } from 'react';
import { moveOut, moveSelection, selectedRow } from '../../store/selection.ts';
import { useUi } from '../../store/ui-store.ts';
import { activeChart } from '../active-chart.ts';
import { rowElementId } from './gutter-rows.ts';

const PAGE_ROWS = 10;

/** The keys of a tree, while it has the focus. Up and down are commands, and work everywhere. */
export function rowsKey(event: KeyboardEvent): void {
  // With a modifier it is a command.
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
  const state = useUi.getState();
  const id = selectedRow(state);
  // Where the playhead stands, ← and → step it.
  if (id === null || (state.playhead !== null && key !== 'Enter')) return null;
  const row = document.getElementById(rowElementId(state.activeSide, id));
  const expanded = row?.getAttribute('aria-expanded') ?? null;
  const collapse = (collapsed: boolean) => () => activeChart()?.rows.setCollapsed(id, collapsed);
  if (key === 'Enter' && expanded !== null) return collapse(expanded === 'true');
  if (key === 'ArrowRight' && expanded !== null) {
    return expanded === 'true' ? () => void moveSelection(1) : collapse(false);
  }
  if (key !== 'ArrowLeft') return null;
  return expanded === 'true' ? collapse(true) : () => void moveOut(id);
}
