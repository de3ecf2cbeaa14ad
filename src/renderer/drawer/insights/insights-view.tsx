import {
  BellOff,
  ChevronDown,
  ChevronRight,
  CircleX,
  Info,
  SlidersHorizontal,
  TriangleAlert,
} from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { fileText } from '../../../model/details/labels.ts';
import { INSIGHT_KINDS, type Insight } from '../../../model/index.ts';
import { counted, thousands } from '../../../model/words.ts';
import { NS_PER_MS } from '../../../protocol/units.ts';
import { Button } from '../../controls/button.tsx';
import { Quantities } from '../../controls/quantities.tsx';
import { goToInsight } from '../../store/selection.ts';
import { muteEverywhere, muteHere, useInsightSettings } from '../../store/settings/insight-settings.ts';
import { formatDuration } from '../../text/format.ts';
import { InsightSettingsView, ThresholdField } from './insight-settings-view.tsx';
import type { FoundSoFar } from './use-insights.ts';
import './insights.css';

const ICONS = { error: CircleX, warning: TriangleAlert, info: Info } as const;

/** The Insights tab: what is wrong with how the program waits, one row per finding. */
export function InsightsView({ looked }: { readonly looked: FoundSoFar | null }) {
  const [open, setOpen] = useState(false);
  const found = looked?.insights.found ?? [];
  return (
    <section
      className="insights selectable"
      aria-label="Insights"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by keyboard.
      tabIndex={0}
    >
      <div className="insights-head">
        <Summary looked={looked} />
        <Button icon={SlidersHorizontal} aria-expanded={open} onClick={() => setOpen(!open)}>
          What is looked for
        </Button>
      </div>
      {open && <InsightSettingsView />}
      <ul className="insights-list">
        {found.map((insight) => (
          <InsightRow
            key={`${insight.id} ${insight.file} ${insight.line} ${insight.tasks[0]}`}
            insight={insight}
          />
        ))}
      </ul>
    </section>
  );
}

/** `3 findings: 2 blocked-event-loop, 1 late-timer · 1 muted · 2 kinds not looked for`. */
function Summary({ looked }: { readonly looked: FoundSoFar | null }) {
  const { found = [], more = {}, muted = 0 } = looked?.insights ?? {};
  const counts = INSIGHT_KINDS.map(
    ({ id }) => [id, found.filter((insight) => insight.id === id).length + (more[id] ?? 0)] as const,
  ).filter(([, count]) => count > 0);
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  const left = total - found.length;
  // For a large recording the answer takes a while. Until then it is unknown whether anything will be found.
  const off = useInsightSettings().muted.filter(({ file, about }) => file === null && about === undefined);
  const nothing = looked?.isWhole ? 'Nothing found.' : 'Nothing found so far.';
  return (
    <p className="insights-summary" role="status">
      {total === 0 ? nothing : `${thousands(total)} ${total === 1 ? 'finding' : 'findings'}: `}
      {counts.map(([id, count]) => `${thousands(count)} ${id}`).join(', ')}
      {left > 0 && `, ${thousands(left)} of them not listed`}
      {muted > 0 && ` · ${thousands(muted)} muted`}
      {off.length > 0 && ` · ${counted(off.length, 'kind')} not looked for`}
    </p>
  );
}

function InsightRow({ insight }: { readonly insight: Insight }) {
  const [open, setOpen] = useState(false);
  const row = useRef<HTMLLIElement>(null);
  const { id, severity, message, file, line, costMs } = insight;
  const Icon = ICONS[severity];
  // The opened explanation is below the pressed button, and the drawer is often too low to show it.
  useEffect(() => {
    if (open) row.current?.scrollIntoView({ block: 'nearest' });
  }, [open]);
  return (
    <li className="insight" ref={row}>
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
          onClick={() => goToInsight(insight)}
        >
          <Icon className={`icon insight-${severity}`} aria-label={severity} />
          <span className="insight-message">
            <Quantities text={message} />
          </span>
        </button>
        <span className="insight-cost">{costMs === null ? '' : formatDuration(costMs * NS_PER_MS)}</span>
        <span className="insight-id">{id}</span>
        <span className="insight-place mono" title={file === null ? undefined : `${file}:${line}`}>
          {file !== null && (
            <>
              <span className="insight-file">{fileText(file)}</span>:{line}
            </>
          )}
        </span>
        {file !== null && (
          <Button
            icon={BellOff}
            aria-label={`Mute ${id} at this line`}
            title={`Mute ${id} at this line`}
            onClick={() => void muteHere(insight)}
          />
        )}
      </div>
      {open && <WhatToDo insight={insight} />}
    </li>
  );
}

function WhatToDo({ insight }: { readonly insight: Insight }) {
  const { id, file, advice } = insight;
  return (
    <div className="insight-advice">
      <p>{advice.text}</p>
      <div className="insight-codes">
        {advice.before !== undefined && <Code title="Before" text={advice.before} />}
        {advice.after !== undefined && <Code title="After" text={advice.after} />}
      </div>
      <div className="insight-actions">
        {file !== null && (
          <Button look="outlined" onClick={() => void muteHere(insight)}>
            Mute at this line
          </Button>
        )}
        <Button look="outlined" onClick={() => void muteEverywhere(id)}>
          Mute {id} everywhere
        </Button>
        <ThresholdField id={id} label="Told from" />
      </div>
    </div>
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
