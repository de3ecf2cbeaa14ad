import { ListFilter } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useState } from 'react';
import { shortPath } from '../../../model/details/labels.ts';
import { NO_FILTER, type TaskFilter } from '../../../model/rows/row-filter.ts';
import type { RowOrder } from '../../../model/rows/row-order.ts';
import type { Grouping } from '../../../model/rows/task-sets.ts';
import { thousands } from '../../../model/words.ts';
import { TASK_KIND_NAMES, type TaskKindName } from '../../../protocol/events.ts';
import { NS_PER_MS } from '../../../protocol/units.ts';
import { Button } from '../../controls/button.tsx';
import { StateChip } from '../../controls/state-chip.tsx';
import { currentClient } from '../../session/session.ts';
import { ignoreClosed } from '../../session/session-client.ts';
import { arrange, filterCount, setFilter, usePassing } from '../../store/arrangement.ts';
import { useLanguage } from '../../store/language.ts';
import { NO_SEARCH, useUi } from '../../store/ui-store.ts';
import { setRowsMenu } from './rows-menu-toggle.ts';
import './rows-menu.css';

const MENU_ID = 'rows-menu';

const GROUPINGS: readonly (readonly [Grouping, string])[] = [
  ['tree', 'who started them'],
  ['function', 'function'],
  ['kind', 'kind'],
  ['file', 'file'],
  ['thread', 'thread or process'],
];
const ORDERS: readonly (readonly [RowOrder, string])[] = [
  ['start', 'start'],
  ['duration', 'duration, longest first'],
  ['running', 'time running, most first'],
  ['ready', 'time ready, most first'],
  ['suspended', 'time suspended, most first'],
];
const STATES = [
  'running',
  'ready',
  'suspended',
  'fulfilled',
  'rejected',
  'cancelled',
  'pending',
] as const satisfies readonly TaskFilter['states'][number][];
const KIND_WORDS: Readonly<Record<TaskKindName, string>> = {
  async: 'functions',
  generator: 'generators',
  module: 'modules',
  callback: 'callbacks',
  span: 'spans',
};

/** The button that opens the menu for filtering, grouping and ordering rows. */
export function RowsButton() {
  const count = useUi(({ filter }) => filterCount(filter));
  const isGrouped = useUi(({ grouping, order }) => grouping !== 'tree' || order !== 'start');
  return (
    <Button
      icon={ListFilter}
      className={`rows-button ${count > 0 || isGrouped ? 'is-set' : ''}`}
      popoverTarget={MENU_ID}
      aria-label="Rows"
      title="Filter, group and order the rows (G)"
    >
      <span className="rows-button-name">Rows</span>
      {count > 0 && <span className="tab-count">{count}</span>}
    </Button>
  );
}

export function RowsMenu() {
  const filter = useUi((state) => state.filter);
  const grouping = useUi((state) => state.grouping);
  const order = useUi((state) => state.order);
  const [open, setOpen] = useState(false);
  // Keys typed in the menu must not act as the window's commands. Escape closes the menu.
  const pressed = (event: KeyboardEvent) => event.key !== 'F5' && event.stopPropagation();
  return (
    <div
      id={MENU_ID}
      ref={setRowsMenu}
      className="rows-menu"
      popover="auto"
      role="dialog"
      aria-label="Rows"
      onKeyDown={pressed}
      onToggle={({ newState, currentTarget }) => {
        setOpen(newState === 'open');
        // Escape returns the focus to where it was.
        if (newState === 'open') currentTarget.querySelector('select')?.focus();
      }}
    >
      <Choice
        label="Group by"
        of={GROUPINGS}
        value={grouping}
        onChange={(next) => arrange({ grouping: next })}
      />
      <Choice label="Order by" of={ORDERS} value={order} onChange={(next) => arrange({ order: next })} />
      <hr />
      <Toggles
        label="State"
        all={STATES}
        chosen={filter.states}
        onChange={(states) => setFilter({ states })}
        word={(state) => <StateChip state={state} />}
      />
      <Toggles
        label="Kind"
        all={TASK_KIND_NAMES}
        chosen={filter.kinds}
        onChange={(kinds) => setFilter({ kinds })}
        word={(kind) => KIND_WORDS[kind]}
      />
      <FileChoice open={open} />
      <LeastLength longerNs={filter.longerNs} />
      <OnlyMine mine={filter.mine} />
      <hr />
      <Footer />
    </div>
  );
}

function OnlyMine({ mine }: { readonly mine: boolean }) {
  const { installedIn } = useLanguage();
  return (
    <label className="rows-menu-line">
      <span>Only</span>
      <input type="checkbox" checked={mine} onChange={({ target }) => setFilter({ mine: target.checked })} />
      <span className="rows-menu-unit">my code: nothing from {installedIn}</span>
    </label>
  );
}

function LeastLength({ longerNs }: { readonly longerNs: number }) {
  // Kept as typed: as a number, `0.0` on the way to `0.05` would become `0`.
  const [typed, setTyped] = useState('');
  const nsOf = (text: string): number => Math.max(0, Number(text)) * NS_PER_MS;
  return (
    <label className="rows-menu-line">
      <span>At least</span>
      <input
        className="field rows-menu-number"
        type="number"
        min={0}
        step="any"
        placeholder="0"
        value={nsOf(typed) === longerNs ? typed : longerNs / NS_PER_MS}
        onChange={({ target: { value } }) => {
          setTyped(value);
          setFilter({ longerNs: nsOf(value) });
        }}
      />
      <span className="rows-menu-unit">ms long</span>
    </label>
  );
}

function Choice<Value extends string>({
  label,
  of,
  value,
  onChange,
}: {
  readonly label: string;
  readonly of: readonly (readonly [Value, string])[];
  readonly value: Value;
  readonly onChange: (value: Value) => unknown;
}) {
  return (
    <div className="rows-menu-line">
      <span aria-hidden="true">{label}</span>
      <select
        className="field"
        aria-label={label}
        value={value}
        onChange={({ target }) => onChange(target.value as Value)}
      >
        {of.map(([name, words]) => (
          <option key={name} value={name}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
}

function Toggles<Value extends string>({
  label,
  all,
  chosen,
  onChange,
  word,
}: {
  readonly label: string;
  readonly all: readonly Value[];
  readonly chosen: readonly Value[];
  readonly onChange: (chosen: readonly Value[]) => void;
  readonly word: (value: Value) => ReactNode;
}) {
  const toggled = (value: Value) =>
    chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value];
  return (
    <fieldset className="rows-menu-line" aria-label={label}>
      <span aria-hidden="true">{label}</span>
      <div className="rows-menu-toggles">
        {all.map((value) => (
          <button
            key={value}
            type="button"
            className="toggle"
            aria-pressed={chosen.includes(value)}
            onClick={() => onChange(toggled(value))}
          >
            {word(value)}
          </button>
        ))}
      </div>
    </fieldset>
  );
}

function FileChoice({ open }: { readonly open: boolean }) {
  const file = useUi(({ filter }) => filter.file);
  const [files, setFiles] = useState<readonly string[]>([]);
  useEffect(() => {
    if (!open) return;
    currentClient()
      ?.query('files', {})
      .then((found) => setFiles(found))
      .catch(ignoreClosed);
  }, [open]);
  const known = file === null || files.includes(file) ? files : [...files, file];
  return (
    <Choice
      label="File"
      of={[['', 'any'], ...known.map((path) => [path, shortPath(path, known)] as const)]}
      value={file ?? ''}
      onChange={(path) => setFilter({ file: path === '' ? null : path, line: null })}
    />
  );
}

function Footer() {
  const passing = usePassing();
  const tasks = useUi(({ status }) => status?.tasks ?? 0);
  return (
    <div className="rows-menu-foot">
      <output>
        {passing === null
          ? `all ${thousands(tasks)} tasks`
          : `${thousands(passing)} of ${thousands(tasks)} tasks`}
      </output>
      <Button disabled={passing === null} onClick={() => arrange({ filter: NO_FILTER, search: NO_SEARCH })}>
        Show all
      </Button>
    </div>
  );
}
