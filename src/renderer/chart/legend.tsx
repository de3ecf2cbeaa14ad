import type { AwaitedKindName } from '../../protocol/events.ts';
import { AwaitedGlyph, Glyph, OutcomeGlyph } from '../controls/glyph.tsx';
import './legend.css';

const STATES = [
  ['running', 'running', 'It holds the event loop.'],
  ['ready', 'ready', 'What it waited for has happened; the loop is busy elsewhere.'],
  ['ready-at-most', 'ready, at most', 'Node does not say when I/O was done: ready no longer than this.'],
] as const;

/** The arrow of `paintSelection`. */
const LINK = 'M5 1v6.6M2.6 5.4L5 8.4l2.4-3';

const KINDS: readonly AwaitedKindName[] = [
  'timer',
  'network',
  'file',
  'process',
  'task',
  'promise',
  'unknown',
];

/** What the chart's bars, bands and signs mean. */
export function Legend() {
  return (
    <ul className="legend" aria-label="Legend">
      {STATES.map(([swatch, text, title]) => (
        <li key={swatch} title={title}>
          <span className={`swatch legend-bar swatch-${swatch}`} />
          {text}
        </li>
      ))}
      {(['rejected', 'cancelled', 'pending'] as const).map((outcome) => (
        <li key={outcome} title={OUTCOMES[outcome]}>
          <OutcomeGlyph outcome={outcome} />
          {outcome}
        </li>
      ))}
      <li title="Of the selected task: who woke it, and who started it.">
        <Glyph path={LINK} />
        woken or started by
      </li>
      <li className="legend-kinds" title="It waits, and needs nobody. The sign says for what.">
        suspended for
        {KINDS.map((kind) => (
          <span key={kind} className="legend-kind">
            <AwaitedGlyph kind={kind} />
            {kind}
          </span>
        ))}
      </li>
    </ul>
  );
}

const OUTCOMES = {
  rejected: 'It ended with an error.',
  cancelled: 'It was ended from outside.',
  pending: 'The program ended first.',
} as const;
