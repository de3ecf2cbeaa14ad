import { COMMANDS, type CommandId } from '../../protocol/commands.ts';
import { activeChart } from '../chart/active-chart.ts';
import { useUi } from '../store/ui-store.ts';
import { isEnabled, runCommand } from './commands.ts';

/** A key press in the notation of the command list: `Mod+Shift+R`, `Shift+F`, `?`. */
function keyOf(event: KeyboardEvent): string {
  const key = event.key === ' ' ? 'Space' : event.key.length === 1 ? event.key.toUpperCase() : event.key;
  // Shift is not named for a character that needs it: `?`, not `Shift+?`.
  const shifted = event.shiftKey && (key.length > 1 || key !== key.toLowerCase());
  const modifiers = [
    event.ctrlKey || event.metaKey ? 'Mod' : '',
    event.altKey ? 'Alt' : '',
    shifted ? 'Shift' : '',
  ];
  return [...modifiers, key].filter(Boolean).join('+');
}

/** The enabled command for a key: a key may have several commands, for different situations. */
function commandFor(key: string): CommandId | undefined {
  const ids = COMMANDS.filter(({ keys }) => (keys as readonly string[]).includes(key)).map(({ id }) => id);
  return ids.find((id) => isEnabled(id, useUi.getState())) ?? ids[0];
}

/** Undo and redo within a text field. */
const FIELD_KEYS: readonly string[] = ['Mod+Z', 'Mod+Y', 'Mod+Shift+Z'];

/** Whether letters are text there, not keys. */
const isField = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('input, textarea, select, [contenteditable="true"]') !== null;

/** Leaves a field for the rows, where letters are keys again. */
function leaveField(): void {
  const chart = activeChart();
  if (chart !== null) chart.focusRows();
  else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}

/** Whether a key belongs to the focused element: as text, or because the control uses it. */
function ownsKey(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof Element)) return false;
  if (isField(target)) return !key.startsWith('Mod+') || FIELD_KEYS.includes(key);
  // Space presses a button; arrow keys move within tabs, lists and tables.
  if (key === 'Space' || key === 'Enter') return target.closest('button, a, summary, [role="tab"]') !== null;
  if (key.startsWith('Arrow')) {
    return target.closest('[role="tablist"], [role="grid"], [role="separator"], [data-own-arrows]') !== null;
  }
  return false;
}

/** Makes the keys of the command list work everywhere except where the user types. */
export function listenToKeys(): () => void {
  const pressed = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing) return;
    const key = keyOf(event);
    const id = commandFor(key);
    if (id === undefined) return;
    // Escape lets the browser close an open popover.
    if (key === 'Escape' && document.querySelector(':popover-open') !== null) return;
    const { dialog, askedPath } = useUi.getState();
    if (askedPath !== null || (dialog !== null && id !== 'commands' && id !== 'keys')) return;
    const leaves = key === 'Escape' && isField(event.target);
    if (!leaves && ownsKey(event.target, key)) return;
    event.preventDefault();
    if (leaves) leaveField();
    else runCommand(id);
  };
  window.addEventListener('keydown', pressed);
  return () => window.removeEventListener('keydown', pressed);
}
