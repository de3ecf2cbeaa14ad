import { fileText } from '../../model/details/labels.ts';
import {
  changeText,
  type Difference,
  type FindingSummary,
  type FunctionSummary,
  functionName,
  type Pair,
} from '../../model/index.ts';
import { thousands } from '../../model/words.ts';
import type { Column } from '../controls/columns.tsx';
import { SortedTable } from '../controls/sorted-table.tsx';
import { useTableToCopy } from '../drawer/table-copy.ts';
import { goToFinding, goToTasks } from '../store/selection.ts';
import { activate } from '../store/sides.ts';
import { otherThan, type Side, useUi } from '../store/ui-store.ts';
import { formatDuration } from '../text/format.ts';
import { differenceText } from './difference-text.ts';
import './compare.css';

/** How many functions are listed; others are only counted. */
const LISTED = 200;

/** The differences of two recordings, in tables. */
export function DifferencesView() {
  const comparison = useUi((state) => state.comparison);
  const known = comparison?.difference ?? null;
  useTableToCopy(async () => (known === null ? undefined : differenceText(known)));
  if (comparison === null) return null;
  const { difference, first } = comparison;
  if (difference === null) return <p className="drawer-none">Both are being read.</p>;
  const sides = [first, otherThan(first)] as const;
  return (
    <div className="differences data-tables">
      <div className="differences-totals">
        <Totals difference={difference} />
        <Findings difference={difference} sides={sides} />
      </div>
      <div className="is-wide">
        <Functions difference={difference} sides={sides} />
      </div>
    </div>
  );
}

function Totals({ difference }: { readonly difference: Difference }) {
  return (
    <table className="data-table" aria-label="Totals">
      <thead>
        <tr>
          <th scope="col">Total</th>
          {['A', 'B', 'Change'].map((name) => (
            <th key={name} scope="col" className="number">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {difference.totals.map(({ id, label, unit, a, b }) => {
          const text = unit === 'ns' ? formatDuration : thousands;
          return (
            <tr key={id}>
              <th scope="row">{label}</th>
              <td className="number">{text(a)}</td>
              <td className="number">{text(b)}</td>
              <td className="number">{changeText(a, b)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

interface Compared {
  readonly difference: Difference;
  /** The sides of sessions A and B. */
  readonly sides: readonly [a: Side, b: Side];
}

function Findings({ difference, sides }: Compared) {
  const { onlyA, onlyB, inBoth } = difference;
  return (
    <section className="difference-findings selectable" aria-label="Findings">
      <FindingList title="Only in A" findings={onlyA} side={sides[0]} />
      <FindingList title="Only in B" findings={onlyB} side={sides[1]} />
      <p className="difference-quiet">
        {onlyA.length + onlyB.length + inBoth.length === 0
          ? 'Nothing was found in either of them.'
          : `In both: ${thousands(inBoth.length)}.`}
      </p>
    </section>
  );
}

function FindingList({
  title,
  findings,
  side,
}: {
  readonly title: string;
  readonly findings: readonly FindingSummary[];
  readonly side: Side;
}) {
  if (findings.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul>
        {findings.map((finding) => (
          <li key={`${finding.id} ${finding.file} ${finding.line} ${finding.task}`}>
            <button
              type="button"
              className="difference-finding"
              title="Show it in its chart, and its line in the source"
              onClick={() => {
                activate(side);
                goToFinding(finding);
              }}
            >
              <span className="mono">{finding.id}</span>{' '}
              {finding.file !== null && (
                <span className="difference-quiet">
                  {fileText(finding.file)}:{finding.line}
                </span>
              )}
              <span className="difference-message">{finding.message}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

/** A pair of functions with its numbers as sortable columns. A number that one of the two lacks counts as 0. */
interface FunctionRow {
  readonly pair: Pair<FunctionSummary>;
  readonly name: string;
  readonly changeNs: number;
  readonly callsA: number;
  readonly callsB: number;
  readonly totalA: number;
  readonly totalB: number;
  readonly p50A: number;
  readonly p50B: number;
  readonly p95A: number;
  readonly p95B: number;
  readonly waitsA: number;
  readonly waitsB: number;
}

function rowOf(pair: Pair<FunctionSummary>): FunctionRow {
  const { a, b } = pair;
  return {
    pair,
    name: functionName(a, b),
    changeNs: Math.abs((b?.totalNs ?? 0) - (a?.totalNs ?? 0)),
    callsA: a?.calls ?? 0,
    callsB: b?.calls ?? 0,
    totalA: a?.totalNs ?? 0,
    totalB: b?.totalNs ?? 0,
    p50A: a?.p50Ns ?? 0,
    p50B: b?.p50Ns ?? 0,
    p95A: a?.p95Ns ?? 0,
    p95B: b?.p95Ns ?? 0,
    waitsA: a?.waits ?? 0,
    waitsB: b?.waits ?? 0,
  };
}

type NumberKey = Exclude<keyof FunctionRow, 'pair' | 'name'>;
type RowColumn = Column<FunctionRow, keyof FunctionRow & string>;

const numberColumn = (by: NumberKey, name: string, text: (value: number) => string): RowColumn => ({
  by,
  name,
  number: true,
  cell: (row) => ((by.endsWith('A') ? row.pair.a : row.pair.b) === null ? '–' : text(row[by])),
});

const both = (key: string, name: string, text: (value: number) => string): RowColumn[] => [
  numberColumn(`${key}A` as NumberKey, `${name} A`, text),
  numberColumn(`${key}B` as NumberKey, 'B', text),
];

function Functions({ difference, sides }: Compared) {
  const { functions } = difference;
  const show = ({ pair }: FunctionRow) => showCalls(pair, sides);
  const columns: readonly RowColumn[] = [
    { by: 'name', name: 'Function', cell: (row) => <FunctionCell row={row} onShow={show} /> },
    ...both('total', 'Total', formatDuration),
    {
      by: 'changeNs',
      name: 'Change',
      number: true,
      cell: ({ pair, totalA, totalB }) =>
        pair.a === null ? 'new' : pair.b === null ? 'gone' : changeText(totalA, totalB),
    },
    ...both('calls', 'Calls', thousands),
    ...both('p50', 'Median', formatDuration),
    ...both('p95', '95 %', formatDuration),
    ...both('waits', 'Waits', thousands),
  ];
  return (
    <>
      <SortedTable
        label="Functions"
        columns={columns}
        rows={functions.slice(0, LISTED).map(rowOf)}
        first="changeNs"
      />
      {functions.length > LISTED && (
        <p className="difference-quiet">
          {thousands(functions.length - LISTED)} functions that changed less are not listed.
        </p>
      )}
    </>
  );
}

function FunctionCell({
  row,
  onShow,
}: {
  readonly row: FunctionRow;
  readonly onShow: (row: FunctionRow) => void;
}) {
  const place = row.pair.b ?? row.pair.a;
  return (
    <>
      <button
        type="button"
        className="link mono"
        title={`${row.name}: select its first call in each of the charts`}
        onClick={() => onShow(row)}
      >
        {row.name}
      </button>{' '}
      {place?.file != null && (
        <span className="difference-quiet">
          {fileText(place.file)}:{place.line}
        </span>
      )}
    </>
  );
}

/** Selects the first call of a function in both charts. */
function showCalls({ a, b }: Pair<FunctionSummary>, [sideA, sideB]: readonly [Side, Side]): void {
  goToTasks({ [sideA]: a?.task ?? null, [sideB]: b?.task ?? null });
}
