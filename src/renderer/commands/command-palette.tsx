import { Check } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Dialog } from '../controls/dialog.tsx';
import { Keys } from '../controls/keys.tsx';
import { useUi } from '../store/ui-store.ts';
import { type FoundCommand, findCommands } from './command-search.ts';
import { enabledWhen, isEnabled, runCommand } from './commands.ts';
import { markedCommands } from './marks.ts';
import './commands.css';

export function CommandPalette() {
  const open = useUi(({ dialog }) => dialog === 'commands');
  return open ? <Palette /> : null;
}

function Palette() {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const state = useUi.getState();
  const all = findCommands(text).filter(({ id }) => id !== 'commands');
  const canRun = (item: FoundCommand) => isEnabled(item.id, state);
  // Disabled commands come last, so that Enter runs an enabled one.
  const items = [...all.filter(canRun), ...all.filter((item) => !canRun(item))];
  const marked = markedCommands(state);
  const current = items[Math.min(at, items.length - 1)];
  const close = () => useUi.setState({ dialog: null });
  const choose = (item: FoundCommand | undefined) => {
    if (item === undefined || !canRun(item)) return;
    close();
    // After the dialog has returned the focus.
    setTimeout(() => runCommand(item.id));
  };
  useEffect(() => {
    if (current) document.getElementById(`palette-${current.id}`)?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  return (
    <Dialog label="Commands" className="palette" onClose={close}>
      <input
        className="palette-field"
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={current && `palette-${current.id}`}
        aria-label="Command"
        placeholder="Type a command"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') setAt(Math.min(items.length - 1, at + 1));
          else if (event.key === 'ArrowUp') setAt(Math.max(0, at - 1));
          else if (event.key === 'Enter') choose(current);
          else return;
          event.preventDefault();
        }}
      />
      <div className="palette-list" id="palette-list" role="listbox" aria-label="Commands" ref={list}>
        {items.map((item) => (
          <PaletteItem
            key={item.id}
            item={item}
            isCurrent={item === current}
            isEnabled={canRun(item)}
            when={enabledWhen(item.id, state)}
            isMarked={marked.includes(item.id)}
            choose={choose}
          />
        ))}
        {items.length === 0 && <p className="palette-none">No command is called that.</p>}
      </div>
    </Dialog>
  );
}

function PaletteItem(props: {
  readonly item: FoundCommand;
  readonly isCurrent: boolean;
  readonly isEnabled: boolean;
  readonly when: string | null;
  readonly isMarked: boolean;
  choose(item: FoundCommand): void;
}) {
  const { item, isCurrent, isEnabled, when, isMarked, choose } = props;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the focus and the keys.
    <div
      id={`palette-${item.id}`}
      className="palette-item"
      role="option"
      tabIndex={-1}
      aria-selected={isCurrent}
      aria-disabled={!isEnabled}
      onClick={() => choose(item)}
    >
      <span>
        {item.label}
        <span className="palette-group">{item.group}</span>
        {isMarked && <Check className="icon palette-mark" aria-label="on" />}
      </span>
      {when !== null && <span className="palette-when">{when}</span>}
      {item.keys[0] !== undefined && <Keys keys={item.keys[0]} />}
    </div>
  );
}
