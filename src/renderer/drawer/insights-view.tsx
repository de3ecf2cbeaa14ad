import { BellOff, ChevronDown, ChevronRight, CircleX, Info, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { INSIGHT_KINDS, type Insight, type InsightId, type Insights } from '../../model/index.ts';
import { NS_PER_MS } from '../../protocol/units.ts';
import { activeChart } from '../chart/active-chart.ts';
import { Button } from '../controls/button.tsx';
import { goToTask } from '../store/selection.ts';
import { showSource, useUi } from '../store/ui-store.ts';
import { baseName, formatCount, formatDuration } from '../text/format.ts';
import './insights.css';

const ICONS = { error: CircleX, warning: TriangleAlert, info: Info } as const;

/** What is wrong with how the program waits, one finding a row. */
export function InsightsView({ insights }: { readonly insights: Insights | null }) {
  const muted = useUi((state) => state.mutedInsights);
  const finished = useUi((state) => state.status?.finished ?? false);
  const found = insights?.found ?? [];
  const more = Object.values(insights?.more ?? {}).reduce((sum, count) => sum + count, 0);
  return (
    <section
      className="insights selectable"
      aria-label="Insights"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by keyboard.
      tabIndex={0}
    >
      {muted.length > 0 && (
        <p className="insights-note">
          Muted: {muted.join(', ')}.{' '}
          <Button onClick={() => useUi.setState({ mutedInsights: [] })}>Show again</Button>
        </p>
      )}
      {found.length === 0 && <NothingFound finished={finished} muted={muted} />}
      <ul className="insights-list">
        {found.map((insight) => (
          <InsightRow
            key={`${insight.id} ${insight.file} ${insight.line} ${insight.tasks[0]}`}
            insight={insight}
          />
        ))}
      </ul>
      {more > 0 && <p className="insights-note">… and {formatCount(more)} more like these.</p>}
    </section>
  );
}

function InsightRow({ insight }: { readonly insight: Insight }) {
  const [open, setOpen] = useState(false);
  const { id, severity, message, file, line, costMs, advice } = insight;
  const Icon = ICONS[severity];
  return (
    <li className="insight">
      <div className="insight-row">
        <Button
          icon={open ? ChevronDown : ChevronRight}
          aria-label={`What to do about it: ${id}`}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        />
        <button
          type="button"
          className="insight-what"
          title="Show it in the chart, and its line in the source"
          onClick={() => show(insight)}
        >
          <Icon className={`icon insight-${severity}`} aria-label={severity} />
          <span className="insight-message">{message}</span>
        </button>
        <span className="insight-cost">{costMs === null ? '' : formatDuration(costMs * NS_PER_MS)}</span>
        <span className="insight-id">{id}</span>
        <span className="insight-place mono">{file === null ? '' : `${baseName(file)}:${line}`}</span>
        <Button
          icon={BellOff}
          aria-label={`Mute ${id} for this session`}
          title={`Mute ${id} for this session`}
          onClick={() => useUi.setState(({ mutedInsights }) => ({ mutedInsights: [...mutedInsights, id] }))}
        />
      </div>
      {open && (
        <div className="insight-advice">
          <p>{advice.text}</p>
          <div className="insight-codes">
            {advice.before !== undefined && <Code title="Before" text={advice.before} />}
            {advice.after !== undefined && <Code title="After" text={advice.after} />}
          </div>
        </div>
      )}
    </li>
  );
}

function Code({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <figure className="insight-code">
      <figcaption>{title}</figcaption>
      <pre className="mono">{text}</pre>
    </figure>
  );
}

function show({ tasks, fromNs, toNs, file, line }: Insight): void {
  const [task] = tasks;
  if (task !== undefined) goToTask(task);
  activeChart()?.time.show(fromNs, toNs);
  if (file !== null && line !== null) showSource({ file, line, column: 1 });
}

function NothingFound({
  finished,
  muted,
}: {
  readonly finished: boolean;
  readonly muted: readonly InsightId[];
}) {
  return (
    <div className="drawer-none">
      <p>{finished ? 'Nothing found. Looked for:' : 'Nothing found so far. Looked for:'}</p>
      <ul className="insights-kinds">
        {INSIGHT_KINDS.filter(({ id }) => !muted.includes(id)).map(({ id, summary }) => (
          <li key={id}>
            <span className="mono">{id}</span>: {summary}
          </li>
        ))}
      </ul>
    </div>
  );
}
