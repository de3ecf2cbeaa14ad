import type { Times } from '../../model/details/states.ts';
import { formatDuration, formatShare } from '../text/format.ts';

interface TimeByStateProps {
  readonly details: Times & { readonly readyExact: boolean };
}

/** The time of a task, or of several together, by state: as a bar and in numbers. */
export function TimeByState({ details }: TimeByStateProps) {
  const { runningNs, readyNs, suspendedNs, readyExact } = details;
  const total = runningNs + readyNs + suspendedNs;
  const atMost = !readyExact && readyNs > 0;
  const parts = [
    { name: 'running', swatch: 'running', ns: runningNs },
    { name: atMost ? 'ready, at most' : 'ready', swatch: atMost ? 'ready-at-most' : 'ready', ns: readyNs },
    { name: 'suspended', swatch: 'suspended', ns: suspendedNs },
  ];
  return (
    <>
      <div className="time-bar" aria-hidden="true">
        {parts.map(({ name, swatch, ns }) =>
          ns > 0 ? (
            <span key={name} className={`time-part swatch-${swatch}`} style={{ flexGrow: ns / total }} />
          ) : null,
        )}
      </div>
      <table className="time-table" aria-label="Time by state">
        <tbody>
          {parts.map(({ name, swatch, ns }) => (
            <tr key={name}>
              <th scope="row">
                <span className={`swatch swatch-${swatch}`} aria-hidden="true" />
                {name}
              </th>
              <td>{formatDuration(ns)}</td>
              <td className="time-share">{total > 0 ? formatShare(ns / total) : ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
