import { ChevronDown, ChevronUp, Search, X } from 'lucide-react';
import type { KeyboardEvent, Ref } from 'react';
import { thousands } from '../../model/words.ts';
import { Button } from './button.tsx';

interface SearchFieldProps {
  readonly label: string;
  readonly placeholder: string;
  readonly text: string;
  /** Null while they are being counted. */
  readonly hits: number | null;
  /** The hit that is shown, counted from 0; -1 for none. */
  readonly at: number;
  readonly field: Ref<HTMLInputElement>;
  readonly onText: (text: string) => void;
  readonly onStep: (step: 1 | -1) => void;
  readonly onClear: () => void;
  /** Escape was pressed. */
  readonly onLeave: () => void;
}

/** A field to search in, the number of hits, and what steps through them: two buttons, Enter and Shift+Enter. */
export function SearchField({ label, placeholder, text, field, ...rest }: SearchFieldProps) {
  const { hits, at, onText, onStep, onClear, onLeave } = rest;
  const pressed = (event: KeyboardEvent) => {
    if (event.key === 'Enter') onStep(event.shiftKey ? -1 : 1);
    else if (event.key === 'Escape') {
      onClear();
      onLeave();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <search className={`search ${text === '' ? '' : 'is-set'}`}>
      <Search className="icon search-icon" aria-hidden />
      <input
        ref={field}
        className="field search-field"
        aria-label={label}
        placeholder={placeholder}
        spellCheck={false}
        value={text}
        onChange={(event) => onText(event.target.value)}
        onKeyDown={pressed}
      />
      {text !== '' && (
        <>
          <output className="search-hits">{hitWords(hits, at)}</output>
          <Button icon={ChevronUp} aria-label="Previous hit" disabled={!hits} onClick={() => onStep(-1)} />
          <Button icon={ChevronDown} aria-label="Next hit" disabled={!hits} onClick={() => onStep(1)} />
          <Button icon={X} aria-label="Clear search" onClick={onClear} />
        </>
      )}
    </search>
  );
}

function hitWords(hits: number | null, at: number): string {
  if (hits === null) return '';
  return hits === 0 ? 'no hits' : `${at < 0 ? '–' : thousands(at + 1)} of ${thousands(hits)}`;
}
