import type { SpanView } from '../details/span-view.ts';
import { parseSpan } from '../events/payloads.ts';
import type { Model } from '../model.ts';

/** What a span carried when it ended, with times on the program's clock; null for other tasks, and until the span ends. */
export function spanOf(model: Model, task: number): SpanView | null {
  const { spans, texts } = model.tables;
  const text = spans.get(task);
  const facts = text === undefined ? null : parseSpan(texts.get(text));
  if (facts === null) return null;
  const { offsetNs } = model.streamOf(task);
  return {
    ...facts,
    startedAtNs: facts.startedAtNs === null ? null : facts.startedAtNs + offsetNs,
    endedAtNs: facts.endedAtNs === null ? null : facts.endedAtNs + offsetNs,
    events: facts.events.map(({ name, atNs, attributes }) => ({
      name,
      // A recording may claim any time. Here it is limited to the recording's own.
      atNs: atNs === null ? null : Math.min(Math.max(0, atNs + offsetNs), model.endNs),
      attributes,
    })),
  };
}
