import type { SpanAttributes, SpanView } from '../../../model/details/span-view.ts';
import { thousands } from '../../../model/words.ts';
import { formatMoment } from '../../text/format.ts';
import { Section } from '../section.tsx';
import './span-parts.css';

/** What the program said about a span: its kind, status, ids, attributes, events and links. */
export function SpanParts({ span }: { readonly span: SpanView }) {
  const { kind, startedAtNs, endedAtNs, context, status, message, attributes, events, links } = span;
  const about = {
    ...(kind !== 'internal' && { kind }),
    status: message === '' ? status : `${status}: ${message}`,
    ...(startedAtNs !== null && { began: formatMoment(startedAtNs) }),
    ...(endedAtNs !== null && { ended: formatMoment(endedAtNs) }),
    ...(context !== null && { trace: context.traceId, span: context.spanId }),
  };
  const count = Object.keys(attributes).length;
  return (
    <>
      <Section title="Span">
        <Attributes label="Span" attributes={about} />
      </Section>
      {count > 0 && (
        <Section title="Attributes" note={thousands(count)}>
          <Attributes label="Attributes" attributes={attributes} />
        </Section>
      )}
      {events.length > 0 && (
        <Section title="Events" note={thousands(events.length)}>
          <ol className="span-events" aria-label="Events">
            {Object.entries(events).map(([number, { name, atNs, attributes }]) => (
              <li key={number}>
                <div className="span-event selectable">
                  <span className="mono">{name}</span>
                  {atNs !== null && <time>{formatMoment(atNs)}</time>}
                </div>
                {Object.keys(attributes).length > 0 && (
                  <Attributes label={`Attributes of ${name}`} attributes={attributes} />
                )}
              </li>
            ))}
          </ol>
        </Section>
      )}
      {links.length > 0 && (
        <Section title="Links" note={thousands(links.length)}>
          <ul className="span-links mono selectable" aria-label="Links">
            {Object.entries(links).map(([number, { traceId, spanId }]) => (
              <li key={number}>
                {traceId} {spanId}
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

interface AttributesProps {
  readonly label: string;
  readonly attributes: SpanAttributes;
}

function Attributes({ label, attributes }: AttributesProps) {
  return (
    <table className="span-attributes selectable" aria-label={label}>
      <tbody>
        {Object.entries(attributes).map(([key, value]) => (
          <tr key={key}>
            <th scope="row">{key}</th>
            <td className="mono">{Array.isArray(value) ? JSON.stringify(value) : String(value)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
