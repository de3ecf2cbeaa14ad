// How quantities are written, everywhere in the window.

import { baseName } from '../../model/details/labels.ts';
import { longDuration, thousands } from '../../model/words.ts';
import { NS_PER_MS, NS_PER_S, NS_PER_US } from '../../protocol/units.ts';

/** A duration in nanoseconds with three significant digits and its unit: `850 ns`, `2.41 ms`, `214 ms`, `1 m 12 s`. */
export function formatDuration(ns: number): string {
  if (!Number.isFinite(ns)) return '∞';
  const magnitude = Math.abs(ns);
  if (magnitude < 0.5) return '0 ms';
  // The limits are where rounding would carry: 999.95 µs has to become `1.00 ms`, not `1,000 µs`.
  if (magnitude < 999.5) return `${Math.round(ns)} ns`;
  if (magnitude < 999.5 * NS_PER_US) return `${threeDigits(ns / NS_PER_US)} µs`;
  if (magnitude < 999.5 * NS_PER_MS) return `${threeDigits(ns / NS_PER_MS)} ms`;
  if (magnitude < 59.95 * NS_PER_S) return `${threeDigits(ns / NS_PER_S)} s`;
  return `${ns < 0 ? '−' : ''}${longDuration(magnitude)}`;
}

/** A moment, nanoseconds from the program's start, in seconds down to the microsecond: `2.003 412 s`. */
export function formatMoment(ns: number): string {
  const sign = ns < 0 ? '−' : '';
  const us = Math.round(Math.abs(ns) / NS_PER_US);
  const seconds = Math.floor(us / 1e6);
  const rest = String(us % 1e6).padStart(6, '0');
  return `${sign}${thousands(seconds)}.${rest.slice(0, 3)} ${rest.slice(3)} s`;
}

/** A moment for a list, down to the millisecond: `2.003 s`. */
export function formatMomentShort(ns: number): string {
  return `${momentsShort.format(ns / NS_PER_S)} s`;
}

const momentsShort = new Intl.NumberFormat('en-US', { minimumFractionDigits: 3, maximumFractionDigits: 3 });
const roundCounts = new Intl.NumberFormat('en-US', { notation: 'compact', maximumSignificantDigits: 3 });

/** A count for narrow places, exact below ten thousand: `2,011`, `106K`, `1.25M`. */
export function formatRoundCount(count: number): string {
  return count < 10_000 ? thousands(count) : roundCounts.format(count);
}

const clock = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/** A moment of the machine's clock: `27 Nov, 12:31:05`. */
export const formatClock = (epochMs: number): string => clock.format(epochMs);

/** A size in decimal units: `812 B`, `1.2 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${Math.round(bytes)} B`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value < 9.95 ? value.toFixed(1) : thousands(Math.round(value))} ${units[unit]}`;
}

/** A part of a whole, 0 to 1: `<1 %`, `47 %`. */
export function formatShare(share: number): string {
  if (share > 0 && share < 0.005) return '<1 %';
  return `${Math.round(share * 100)} %`;
}

/** All but the last part of a path. */
export function folderOf(path: string): string {
  const name = baseName(path);
  return path.slice(0, Math.max(0, path.length - name.length - 1));
}

function threeDigits(value: number): string {
  const magnitude = Math.abs(value);
  if (magnitude < 9.995) return value.toFixed(2);
  return magnitude < 99.95 ? value.toFixed(1) : value.toFixed(0);
}
