import { X } from 'lucide-react';
import { COMMAND_GROUPS, COMMANDS, type Command } from '../../protocol/commands.ts';
import { Button } from '../controls/button.tsx';
import { Dialog } from '../controls/dialog.tsx';
import { Keys } from '../controls/keys.tsx';
import { useUi } from '../store/ui-store.ts';
import './commands.css';

/** Mouse gestures over the chart, which are not commands. */
const MOUSE = [
  ['Scroll the rows', 'Wheel'],
  ['Zoom at the pointer', 'Ctrl + wheel, pinch'],
  ['Pan', 'Shift + wheel, drag with the middle button'],
  ['Select a range', 'Drag'],
  ['Put the playhead', 'Click or drag the time axis'],
  ['Zoom to a bar', 'Double click'],
] as const;

/** Keys that only work while the rows, the search or the Tasks table have the focus. */
const OWN_KEYS = [
  ['Open a row', ['ArrowRight']],
  ['Close a row, or go to the one above it', ['ArrowLeft']],
  ['Open or close a row', ['Enter']],
  ['Ten rows on, back', ['PageDown', 'PageUp']],
  ['First row, last row', ['Home', 'End']],
  ['Next hit, previous hit', ['Enter', 'Shift+Enter']],
  ['Pick tasks of the table, all of them', ['Shift+ArrowDown', 'Mod+A']],
  ['Copy the tasks that are picked', ['Mod+C']],
] as const;

/** The dialog with all keys, grouped as in the list of commands. */
export function KeysDialog() {
  const open = useUi(({ dialog }) => dialog === 'keys');
  if (!open) return null;
  const close = () => useUi.setState({ dialog: null });
  return (
    <Dialog label="Keyboard shortcuts" className="keys-dialog" plain onClose={close}>
      <div className="dialog-head">
        <h2>Keyboard shortcuts</h2>
        <Button icon={X} aria-label="Close" onClick={close} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by keyboard. */}
      <div className="dialog-body keys-groups" tabIndex={0}>
        {COMMAND_GROUPS.map((group) => {
          const commands = COMMANDS.filter(
            (command: Command) => command.group === group && command.keys.length > 0,
          );
          return (
            <section key={group} className="keys-group">
              <h3>{group}</h3>
              {commands.map(({ id, label, keys }: Command) => (
                <div key={id} className="keys-row">
                  <span>{label.replace('…', '')}</span>
                  <span>
                    {keys.slice(0, 2).map((key) => (
                      <Keys key={key} keys={key} />
                    ))}
                  </span>
                </div>
              ))}
            </section>
          );
        })}
        <section className="keys-group">
          <h3>In the rows, the search and the Tasks tab</h3>
          {OWN_KEYS.map(([label, keys]) => (
            <div key={label} className="keys-row">
              <span>{label}</span>
              <span>
                {keys.map((key) => (
                  <Keys key={key} keys={key} />
                ))}
              </span>
            </div>
          ))}
        </section>
        <section className="keys-group">
          <h3>Mouse, over the chart</h3>
          {MOUSE.map(([label, how]) => (
            <div key={label} className="keys-row">
              <span>{label}</span>
              <span>{how}</span>
            </div>
          ))}
        </section>
      </div>
    </Dialog>
  );
}
