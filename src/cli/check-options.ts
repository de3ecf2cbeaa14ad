import { INSIGHT_IDS, INSIGHT_KINDS, type InsightId } from '../model/index.ts';
import { type CheckFormat, FORMATS } from './check-formats.ts';
import { choice } from './choices.ts';
import { CommandError } from './errors.ts';

/** Null stands for those that count by default. */
export function parseIds(text: string | undefined): readonly InsightId[] | null {
  if (text === undefined) return null;
  return text.split(',').map((id) => choice('--fail-on', id.trim(), INSIGHT_IDS));
}

/** `late-timer=20ms,unbounded-concurrency=500`; `--max-block` sets the two that are about how long the loop is held. */
export function parseThresholds({
  threshold,
  maxBlock,
}: {
  readonly threshold?: string;
  readonly maxBlock?: string;
}): Record<string, number> {
  const thresholds: Record<string, number> = {};
  for (const part of threshold?.split(',') ?? []) {
    const [, name = '', text] = /^([^=]*)(?:=(.*))?$/s.exec(part) ?? [];
    const id = choice('--threshold', name.trim(), INSIGHT_IDS);
    const { unit } = INSIGHT_KINDS.find((kind) => kind.id === id)!.threshold;
    const option = `--threshold: ${id}`;
    if (text === undefined) {
      throw new CommandError(`${option} has no value, as in ${id}=${unit === 'ms' ? '50ms' : '500'}.`);
    }
    thresholds[id] = unit === 'ms' ? milliseconds(option, text.trim()) : count(option, text.trim());
  }
  if (maxBlock !== undefined) {
    const ms = milliseconds('--max-block', maxBlock);
    thresholds['blocked-event-loop'] = ms;
    thresholds['microtask-starvation'] = ms;
  }
  return thresholds;
}

function milliseconds(option: string, text: string): number {
  const [, digits, unit] = /^(\d+(?:\.\d+)?)\s*(ms|s)?$/.exec(text) ?? [];
  const ms = Number(digits) * (unit === 's' ? 1000 : 1);
  if (!(ms > 0)) throw new CommandError(`${option}: "${text}" is no length of time such as 50ms.`);
  return ms;
}

function count(option: string, text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new CommandError(`${option}: "${text}" is no number such as 500.`);
  return Number(text);
}

export const parseFormat = (text = 'text'): CheckFormat => choice('--format', text, FORMATS);
