/** The value that a part (0 to 1) of the values does not exceed; NaN if there are none. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)] ?? Number.NaN;
}

/** The lengths of frames, from the moments at which they began. */
export const frameLengths = (starts: readonly number[]): number[] =>
  starts.slice(1).map((start, at) => start - (starts[at] as number));

export const ms = (value: number): string => `${value.toFixed(value < 10 ? 1 : 0)} ms`;
export const mib = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(0)} MiB`;
/** `p50 16.7, p95 16.8, max 33.4 ms`. */
export const spread = (values: readonly number[]): string =>
  `p50 ${quantile(values, 0.5).toFixed(1)}, p95 ${quantile(values, 0.95).toFixed(1)}, max ${quantile(values, 1).toFixed(1)} ms`;

export const say = (what: string, value: string, goal = ''): void =>
  console.log(`  ${what.padEnd(44)} ${value}${goal === '' ? '' : `   (goal ${goal})`}`);
