import type { ReactNode } from 'react';
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

/** What the chart's bars, bands and signs mean: in a word, or `inFull` in a sentence below it. */
export function Legend({ inFull = false }: { readonly inFull?: boolean }) {
  const meaning = (text: string) => ({
    title: inFull ? undefined : text,
    sentence: inFull && <span className="legend-meaning">{text}</span>,
  });
  const item = (name: string, sign: ReactNode, { title, sentence }: ReturnType<typeof meaning>) => (
    <li key={name} title={title}>
      {sign}
      {name}
      {sentence}
    </li>
  );
  const suspended = meaning('It waits, and needs nobody. The sign says for what.');
  return (
    <ul className={inFull ? 'legend is-full' : 'legend'} aria-label="Legend">
      {STATES.map(([swatch, text, title]) =>
        item(text, <span className={`swatch legend-bar swatch-${swatch}`} />, meaning(title)),
      )}
      {(['rejected', 'cancelled', 'pending'] as const).map((outcome) =>
        item(outcome, <OutcomeGlyph outcome={outcome} />, meaning(OUTCOMES[outcome])),
      )}
      {item(
        'woken or started by',
        <Glyph path={LINK} />,
        meaning('Of the selected task: who woke it, and who started it.'),
      )}
      <li className="legend-kinds" title={suspended.title}>
        suspended for
        {suspended.sentence}
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
