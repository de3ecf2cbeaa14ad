import type { ReactNode } from 'react';
import type { AwaitedKindName } from '../../protocol/events.ts';
import { AwaitedGlyph, Glyph, OutcomeGlyph } from '../controls/glyph.tsx';
import './legend.css';

type Sign = readonly [swatch: string, text: string, title: string];

const STATES: readonly Sign[] = [
  ['running', 'running', 'It holds the event loop.'],
  ['ready', 'ready', 'What it waited for has happened; the loop is busy elsewhere.'],
  ['ready-at-most', 'ready, at most', 'Node does not say when I/O was done: ready no longer than this.'],
];

/** What the loop's lane and the rows of other threads show. */
const LOOP: readonly Sign[] = [
  ['loop-busy', 'busy', 'A turn of the loop; zoomed out, as high as the part of the time that it was busy.'],
  ['loop-long', 'held 50 ms or more', 'One turn kept everybody else waiting for 50 ms or more.'],
  ['loop-pause', 'garbage collection', 'The runtime stood still to collect garbage.'],
  ['loop-idle', 'idle', 'The loop had nothing to do.'],
];

/** The arrow of `paintSelection`. */
const LINK = 'M5 1v6.6M2.6 5.4L5 8.4l2.4-3';
/** The sign of `paintPauses` for one that is too short for a pattern. */
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

/** What the chart's bars, bands and signs mean: in a word, or `inFull` with a sentence each. */
export function Legend({ inFull = false }: { readonly inFull?: boolean }) {
  const meaning = (text: string) => ({
    title: inFull ? undefined : text,
    sentence: inFull && <span className="legend-meaning">{text}</span>,
  });
  const item = (name: string, sign: ReactNode, { title, sentence }: ReturnType<typeof meaning>) => (
    <li key={name} title={title}>
      <span className="legend-mark">{sign}</span>
      <span>
        {name}
        {sentence}
      </span>
    </li>
  );
  const suspended = meaning('It waits, and needs nobody. The sign says for what.');
  return (
    <ul className={inFull ? 'legend is-full' : 'legend'} aria-label="Legend">
      {STATES.map(([swatch, text, title]) => item(text, <Swatch of={swatch} />, meaning(title)))}
      {(['rejected', 'cancelled', 'pending'] as const).map((outcome) =>
        item(outcome, <OutcomeGlyph outcome={outcome} />, meaning(OUTCOMES[outcome])),
      )}
      {item(
        'rejected below',
        <span className="legend-failure" />,
        meaning('A closed row hides a task that was rejected then. R goes to the next.'),
      )}
      {item(
        'woken or started by',
        <Glyph path={LINK} />,
        meaning('Of the selected task: who woke it, and who started it.'),
      )}
      <li className="legend-group" title={suspended.title}>
        <span>
          suspended for
          {suspended.sentence}
        </span>
        {KINDS.map((kind) => (
          <span key={kind} className="legend-sign">
            <AwaitedGlyph kind={kind} />
            {kind}
          </span>
        ))}
      </li>
      {inFull ? (
        LOOP.map(([swatch, text, title]) =>
          item(`event loop: ${text}`, <Swatch of={swatch} />, meaning(title)),
        )
      ) : (
        <li className="legend-group">
          event loop
          {LOOP.map(([swatch, text, title]) => (
            <span key={swatch} className="legend-sign" title={title}>
              <Swatch of={swatch} />
              {text}
            </span>
          ))}
        </li>
      )}
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
