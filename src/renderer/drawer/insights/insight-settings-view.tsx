import { RotateCcw } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { fileText } from '../../../model/details/labels.ts';
import { INSIGHT_KINDS, type InsightId } from '../../../model/index.ts';
import { Button } from '../../controls/button.tsx';
import {
  muteEverywhere,
  setThreshold,
  unmute,
  useInsightSettings,
} from '../../store/settings/insight-settings.ts';

/** The muted places, and for every kind of finding whether it is looked for and its threshold. */
export function InsightSettingsView() {
  const { muted } = useInsightSettings();
  const places = muted.filter(({ file }) => file !== null);
  return (
    <div className="insight-settings">
      {places.length > 0 && (
        <ul className="insights-list" aria-label="Muted lines">
          {places.map((known) => (
            <li key={JSON.stringify(known)} className="insight-muted">
              <span className="insight-muted-id">Muted: {known.id}</span>
              <span className="mono insight-muted-code">
                {fileText(known.file ?? '')} {known.code}
              </span>
              <Button onClick={() => void unmute(known)}>Show again</Button>
            </li>
          ))}
        </ul>
      )}
      <ul className="insights-list" aria-label="What is looked for">
        {INSIGHT_KINDS.map(({ id, summary }) => {
          const everywhere = muted.find((known) => known.id === id && known.file === null);
          return (
            <li key={id} className="insight-kind">
              <label>
                <input
                  type="checkbox"
                  checked={everywhere === undefined}
                  onChange={() => void (everywhere === undefined ? muteEverywhere(id) : unmute(everywhere))}
                />
                <span className="mono">{id}</span>
                <span className="insight-kind-summary">{summary}</span>
              </label>
              <ThresholdField id={id} label="from" />
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** The field for the threshold of a kind of finding. */
export function ThresholdField({ id, label }: { readonly id: InsightId; readonly label: string }) {
  const set = useInsightSettings().thresholds[id];
  const { value: own, unit } = INSIGHT_KINDS.find((kind) => kind.id === id)!.threshold;
  const [typed, setTyped] = useState<string | null>(null);
  const take = () => {
    const value = Number(typed);
    setTyped(null);
    if (typed !== null && value > 0) void setThreshold(id, value === own ? null : value);
  };
  const key = ({ key }: KeyboardEvent) => {
    if (key === 'Enter') take();
    if (key === 'Escape') setTyped(null);
  };
  return (
    <span className="insight-threshold">
      <label>
        {label}
        <input
          type="number"
          min={1}
          value={typed ?? set ?? own}
          aria-label={`Threshold of ${id} in ${unit}`}
          onChange={({ target }) => setTyped(target.value)}
          onBlur={take}
          onKeyDown={key}
        />
        {unit === 'tasks' && (set ?? own) === 1 ? 'task' : unit}
      </label>
      {set !== undefined && (
        <Button
          icon={RotateCcw}
          aria-label={`Back to ${own} ${unit}`}
          title={`Back to ${own} ${unit}`}
          onClick={() => void setThreshold(id, null)}
        />
      )}
    </span>
  );
}
