import { type ClipboardEvent, type KeyboardEvent, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { Button } from '../../controls/button.tsx';
import { showTab } from '../../shell/panels.ts';
import { useReadableStatus } from '../../store/live-status.ts';
import { endInput, hasInput, typeInput } from '../../store/program-input.ts';
import { useUi } from '../../store/ui-store.ts';

const FIELD_ID = 'console-input';

/** Opens the Console tab, and moves the focus to the field for input. */
export function focusInput(): void {
  flushSync(() => showTab('console'));
  document.getElementById(FIELD_ID)?.focus();
}

/** The line below the console into which input for the running program is typed. */
export function ConsoleInput() {
  const runs = useUi(({ phase, session }) => phase === 'live' && session?.kind === 'live');
  const open = useUi(hasInput);
  const reads = useReadableStatus()?.readsInput ?? false;
  const [text, setText] = useState('');
  const earlier = useEarlierLines(text, setText);
  if (!runs) return null;
  const send = () => {
    typeInput(`${text}\n`);
    earlier.add(text);
    setText('');
  };
  const pressed = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') send();
    else if (event.key === 'd' && event.ctrlKey) end();
    else if (event.key === 'ArrowUp') earlier.go(-1);
    else if (event.key === 'ArrowDown') earlier.go(1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const end = () => {
    // As in a terminal, what was begun comes first.
    if (text !== '') typeInput(text);
    setText('');
    endInput();
  };
  /** Several lines go to the program as they are; the field would join them. */
  const pasted = (event: ClipboardEvent<HTMLInputElement>) => {
    const more = event.clipboardData.getData('text/plain').replaceAll('\r\n', '\n');
    if (!more.includes('\n')) return;
    event.preventDefault();
    const { selectionStart, selectionEnd } = event.currentTarget;
    const whole = text.slice(0, selectionStart ?? 0) + more + text.slice(selectionEnd ?? text.length);
    const rest = whole.lastIndexOf('\n') + 1;
    typeInput(whole.slice(0, rest));
    setText(whole.slice(rest));
  };
  return (
    <div className="console-input">
      <label htmlFor={FIELD_ID}>input</label>
      <input
        id={FIELD_ID}
        className="console-input-field"
        aria-label="Input for the program"
        placeholder={placeholderOf(open, reads)}
        spellCheck={false}
        disabled={!open}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={pressed}
        onPaste={pasted}
      />
      <Button disabled={!open} title="Tell the program that no more input will come (Ctrl+D)" onClick={end}>
        End Input
      </Button>
    </div>
  );
}

function placeholderOf(open: boolean, reads: boolean): string {
  if (!open) return 'Its input has ended.';
  return reads
    ? 'The program reads its input. Enter sends it a line.'
    : 'If the program reads its input: Enter sends it a line.';
}

/** The lines that were typed before: ↑ and ↓ bring them back. */
function useEarlierLines(text: string, show: (text: string) => void) {
  const lines = useRef<string[]>([]);
  const at = useRef(0);
  const begun = useRef('');
  return {
    add(line: string) {
      if (line !== '' && line !== lines.current.at(-1)) lines.current.push(line);
      at.current = lines.current.length;
      begun.current = '';
    },
    go(by: -1 | 1) {
      const { length } = lines.current;
      if (at.current === length) begun.current = text;
      at.current = Math.max(0, Math.min(length, at.current + by));
      show(lines.current[at.current] ?? begun.current);
    },
  };
}
