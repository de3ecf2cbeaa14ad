import type { ReactNode } from 'react';
import type { AwaitedKindName } from '../../protocol/events.ts';
import { AwaitedGlyph, Glyph, OutcomeGlyph } from '../controls/glyph.tsx';
import './legend.css';

type Sign = readonly [swatch: string, text: string, title: string];

const STATES: readonly Sign[] = [
  ['running', 'running', 'It holds the event loop.'],
  ['ready', 'ready', 'What it waited for has happened; the loop is busy elsewhere.'],
];
const AT_MOST: Sign = [
  'ready-at-most',
  'ready, at most',
  'When I/O was done the runtime does not say: ready no longer than this.',
];
const SUSPENDED = 'It waits, and needs nobody. The sign says for what.';

/** The signs in the loop's lane and in the rows of other threads. */
const LOOP: readonly Sign[] = [
  ['loop-busy', 'busy', 'A turn of the loop; zoomed out, as high as the part of the time that it was busy.'],
  ['loop-long', 'held 50 ms or more', 'One turn kept everybody else waiting for 50 ms or more.'],
  ['loop-pause', 'garbage collection', 'The runtime stood still to collect garbage.'],
  ['loop-idle', 'idle', 'The loop had nothing to do.'],
];

/** The arrow of `paintSelection`. */
const LINK = 'M5 1v6.6M2.6 5.4L5 8.4l2.4-3';
/** The sign of `paintPauses` for a pause that is too short for a pattern. */
const SHORT_PAUSE = 'M5 3L2.5 7h5z';

const KINDS: readonly AwaitedKindName[] = [
  'timer',
  'network',
  'file',
  'process',
  'task',
  'promise',
  'unknown',
];

/** What the chart's bars, bands and signs mean: `inFull` one per line with a sentence, otherwise a word each, as many as fit into one line. */
export function Legend({ inFull = false }: { readonly inFull?: boolean }) {
  const item = (name: string, sign: ReactNode, text: string, key = name) => (
    <li key={key} title={inFull ? undefined : text}>
      <span className="legend-mark">{sign}</span>
      <span>
        {name}
        {inFull && <span className="legend-meaning">{text}</span>}
      </span>
    </li>
  );
  const state = ([swatch, name, text]: Sign) => item(name, <Swatch of={swatch} />, text, swatch);
  const kinds = KINDS.map((kind) => (
    <span key={kind} className="legend-sign">
      <AwaitedGlyph kind={kind} />
      {kind}
    </span>
  ));
  return (
    <ul className={inFull ? 'legend is-full' : 'legend'} aria-label="Legend">
      {STATES.map(state)}
      {inFull && state(AT_MOST)}
      {inFull ? (
        <li>
          <span className="legend-mark">
            <Swatch of="suspended" />
          </span>
          <span className="legend-group">
            <span>
              suspended for
              <span className="legend-meaning">{SUSPENDED}</span>
            </span>
            {kinds}
          </span>
        </li>
      ) : (
        <>
          <li title={SUSPENDED}>suspended for</li>
          {KINDS.map((kind) => item(kind, <AwaitedGlyph kind={kind} />, SUSPENDED))}
        </>
      )}
      {(['rejected', 'cancelled', 'pending'] as const).map((outcome) =>
        item(outcome, <OutcomeGlyph outcome={outcome} />, OUTCOMES[outcome]),
      )}
      {!inFull && state(AT_MOST)}
      {item(
        'rejected below',
        <span className="legend-failure" />,
        'A closed row hides a task that was rejected then. R goes to the next.',
      )}
      {item('printed', <span className="legend-printed" />, 'It wrote to the console then: above its bar.')}
      {item(
        'hidden tasks',
        <span className="legend-hidden" />,
        'Below a collapsed task: how those it hides were running, ready and suspended.',
      )}
      {item(
        'woken or started by',
        <Glyph path={LINK} />,
        'Of the selected task: who woke it, and who started it.',
      )}
      {LOOP.map(([swatch, name, text]) => state([swatch, `event loop: ${name}`, text]))}
    </ul>
  );
}

function Swatch({ of }: { readonly of: string }) {
  return (
    <>
      <span className={`swatch legend-bar swatch-${of}`} />
      {of === 'loop-pause' && <Glyph path={SHORT_PAUSE} className="legend-short" />}
    </>
  );
}

const OUTCOMES = {
  rejected: 'It ended with an error.',
  cancelled: 'It was ended from outside.',
  pending: 'The program ended first.',
} as const;
