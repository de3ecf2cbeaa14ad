import type { DurationBin, Durations } from '../../../model/details/durations.ts';
import { counted } from '../../../model/words.ts';
import { setFilter } from '../../store/arrangement.ts';
import { formatDuration } from '../../text/format.ts';

/** A histogram of a function's durations, with one call marked. A click on a bin shows only its tasks in the chart. */
export function DurationsChart({ durations }: { readonly durations: Durations }) {
  const { bins, mine, count, open, shortestNs, medianNs, p95Ns, longestNs, isLog } = durations;
  if (count === 0) return <p className="inspector-quiet">None of them is over.</p>;
  const most = Math.max(...bins.map((bin) => bin.count));
  return (
    <>
      <fieldset className="histogram" aria-label={isLog ? 'Durations, in growing steps' : 'Durations'}>
        {bins.map((bin, at) => (
          <Bin
            key={bin.fromNs}
            bin={bin}
            isMine={at === mine}
            height={bin.count / most}
            onPick={() => showOnly(durations, bin)}
          />
        ))}
      </fieldset>
      <dl className="histogram-figures">
        <Figure name="shortest" ns={shortestNs} />
        <Figure name="median" ns={medianNs} />
        <Figure name="p95" ns={p95Ns} />
        <Figure name="longest" ns={longestNs} />
      </dl>
      {open > 0 && <p className="inspector-quiet">{counted(open, 'call')} not over.</p>}
    </>
  );
}

function Bin({
  bin: { fromNs, toNs, count },
  isMine,
  height,
  onPick,
}: {
  readonly bin: DurationBin;
  readonly isMine: boolean;
  readonly height: number;
  readonly onPick: () => void;
}) {
  if (count === 0) return <span className="histogram-bin" />;
  const text = `${counted(count, 'call')} of ${formatDuration(fromNs)} to ${formatDuration(toNs)}`;
  return (
    <button
      type="button"
      className="histogram-bin"
      title={isMine ? `${text}, this one among them` : text}
      aria-label={isMine ? `${text}, this one among them` : text}
      data-mine={isMine}
      onClick={onPick}
    >
      <span className="histogram-bar" style={{ '--height': height } as React.CSSProperties} />
    </button>
  );
}

/** Shows only the calls of the function whose durations are in a bin. */
function showOnly({ place }: Durations, { fromNs, toNs }: DurationBin): void {
  const { file = null, line = null } = place ?? {};
  setFilter({ file, line, longerNs: fromNs, shorterNs: toNs });
}

function Figure({ name, ns }: { readonly name: string; readonly ns: number }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{formatDuration(ns)}</dd>
    </div>
  );
}
