// The ticks of the time axis and their labels.

import { tickStep } from 'd3-array';
import { thousands } from '../../../model/words.ts';
import { NS_PER_MS, NS_PER_S } from '../../../protocol/units.ts';
import { spanOf, type TimeWindow } from './time-window.ts';

export interface Ticks {
  readonly values: readonly number[];
  readonly stepNs: number;
  /** The label of a tick. */
  label(ns: number): string;
  /** The unit of the labels; null for clock labels, which show whole seconds. */
  readonly unit: Unit | null;
  /** Set when labels count from a moment of their own, because whole ones would be too long: `2.003 s +`. */
  readonly base: string | null;
}

/** Steps of more than a second are those of a clock. */
const CLOCK_STEPS_S = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21600, 43200, 86400];

interface Unit {
  readonly ns: number;
  readonly name: string;
}

/**
 * A unit is used for steps down to a tenth of it, so a step of half a millisecond is `0.5 ms`, not `500 µs`. The exception is `0.1 µs`, which
 * is `100 ns`. A window that ends before one whole unit uses the next smaller one: `200 ms`, not `0.2 s`, in a run of 700 ms.
 */
const UNITS = [
  { ns: NS_PER_S, leastNs: NS_PER_S / 10, name: 's' },
  { ns: NS_PER_MS, leastNs: NS_PER_MS / 10, name: 'ms' },
  { ns: 1e3, leastNs: 500, name: 'µs' },
  { ns: 1, leastNs: 0, name: 'ns' },
] as const;

/** Longer times are shown in minutes. */
const LONGEST_IN_SECONDS_NS = 120 * NS_PER_S;
/** Labels have at most five digits; with more, they count from a base. */
const LONGEST_LABEL_STEPS = 10_000;

/** About `count` ticks at round times in the window, none before 0. */
export function timeTicks(window: TimeWindow, count: number): Ticks {
  const stepNs = stepOf(window, count);
  const first = Math.ceil(Math.max(0, window.fromNs) / stepNs);
  const last = Math.floor(window.toNs / stepNs);
  const values: number[] = [];
  for (let at = first; at <= last; at += 1) values.push(at * stepNs);

  const unit = UNITS.find(({ ns, leastNs }) => stepNs >= leastNs && window.toNs >= ns) ?? UNITS[3];
  if (stepNs >= NS_PER_S && window.toNs >= LONGEST_IN_SECONDS_NS) {
    return { values, stepNs, label: clockLabel, unit: null, base: null };
  }
  const baseNs = baseOf(window, stepNs, unit.ns);
  const label = labelsIn(unit, stepNs);
  return {
    values,
    stepNs,
    label: (ns) => label(ns - baseNs),
    unit,
    base: baseNs === 0 ? null : `${trimmed(baseNs / NS_PER_S)} s +`,
  };
}

/** Formats labels with as many decimals as steps of `stepNs` need. */
export function labelsIn(unit: Unit, stepNs: number): (ns: number) => string {
  const places = Math.max(0, Math.ceil(-Math.log10(stepNs / unit.ns) - 1e-9));
  return (ns) => {
    const [whole, ...fraction] = (ns / unit.ns).toFixed(places).split('.');
    return `${[thousands(Number(whole)), ...fraction].join('.')} ${unit.name}`;
  };
}

function stepOf(window: TimeWindow, count: number): number {
  const rough = tickStep(window.fromNs, window.toNs, Math.max(1, count));
  if (rough <= 10 * NS_PER_S) return Math.max(1, rough);
  const wanted = spanOf(window) / count / NS_PER_S;
  const step = CLOCK_STEPS_S.find((seconds) => seconds >= wanted * 0.8);
  return (step ?? Math.ceil(wanted / 86400) * 86400) * NS_PER_S;
}

function baseOf(window: TimeWindow, stepNs: number, unitNs: number): number {
  if (Math.max(0, window.toNs) / stepNs < LONGEST_LABEL_STEPS || unitNs === NS_PER_S) return 0;
  // The base is in whole steps of a thousand units, so that labels stay below a thousand.
  const coarse = unitNs * 1000;
  return Math.floor(Math.max(0, window.fromNs) / coarse) * coarse;
}

/** `0 s`, `1 m 30 s`, `6 h`, `1 h 10 m`, `1 h 0 m 30 s`. */
function clockLabel(ns: number): string {
  const seconds = Math.round(ns / NS_PER_S);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  const parts = [h > 0 && `${h} h`, (m > 0 || (h > 0 && s > 0)) && `${m} m`, s > 0 && `${s} s`];
  return parts.filter(Boolean).join(' ') || '0 s';
}

const trimmed = (seconds: number): string => seconds.toFixed(9).replace(/\.?0+$/, '');
