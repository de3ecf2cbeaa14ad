import { INSIGHT_IDS, INSIGHT_KINDS, type InsightId } from '../model/index.ts';
import { type CheckFormat, FORMATS } from './check-formats.ts';
import { CommandError, EXIT_USAGE } from './errors.ts';

/** Null stands for those that count by default. */
export function parseIds(text: string | undefined): readonly InsightId[] | null {
  if (text === undefined) return null;
  return text.split(',').map((id) => {
    const known = INSIGHT_IDS.find((each) => each === id.trim());
    if (known === undefined) {
      throw usage(`--fail-on: there is no "${id.trim()}". There are ${INSIGHT_IDS.join(', ')}.`);
    }
    return known;
  });
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
    const [id = '', text = ''] = part.split('=').map((piece) => piece.trim());
    const kind = INSIGHT_KINDS.find((each) => each.id === id);
    if (kind === undefined) {
      throw usage(`--threshold: there is no "${id}". There are ${INSIGHT_IDS.join(', ')}.`);
    }
    const option = `--threshold: ${id}`;
    thresholds[id] = kind.threshold.unit === 'ms' ? milliseconds(option, text) : count(option, text);
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
  if (!(ms > 0)) throw usage(`${option}: "${text}" is no length of time such as 50ms.`);
  return ms;
}

function count(option: string, text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw usage(`${option}: "${text}" is no number such as 500.`);
  return Number(text);
}

export function parseFormat(text = 'text'): CheckFormat {
  const format = FORMATS.find((known) => known === text);
  if (format === undefined) throw usage(`--format: there is no "${text}". There are ${FORMATS.join(', ')}.`);
  return format;
}

const usage = (message: string): CommandError => new CommandError(message, EXIT_USAGE);
