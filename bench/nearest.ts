// Finds the numbers that, multiplied by what was counted, come nearest to what was measured.

export interface Sample {
  /** How often each operation was counted. */
  readonly counted: readonly number[];
  readonly measured: number;
}

export const sumOf = ({ counted }: Sample, numbers: readonly number[]): number =>
  counted.reduce((sum, times, at) => sum + times * (numbers[at] as number), 0);

/**
 * Distances are compared as ratios, so twice as much is as bad as half as much. Beyond this ratio a sample has no more influence, because
 * it was measured badly or is unlike the others.
 */
const FAR = Math.log(1.2);

function distance(samples: readonly Sample[], numbers: readonly number[]): number {
  let sum = 0;
  for (const sample of samples) {
    const off = Math.abs(Math.log(sumOf(sample, numbers) / sample.measured));
    sum += off < FAR ? (off * off) / 2 : FAR * (off - FAR / 2);
  }
  return sum;
}

/** Starts from `numbers`, and raises and lowers one after the other in ever smaller steps, as long as that brings the results nearer. */
export function nearestNumbers(samples: readonly Sample[], numbers: readonly number[]): number[] {
  const best = [...numbers];
  for (let step = 1.5; step > 1.002; step = Math.sqrt(step)) {
    for (let isNearer = true; isNearer; ) {
      isNearer = false;
      for (let at = 0; at < best.length; at++) {
        for (const factor of [step, 1 / step]) {
          const tried = best.with(at, (best[at] as number) * factor);
          if (distance(samples, tried) >= distance(samples, best) - 1e-9) continue;
          best[at] = tried[at] as number;
          isNearer = true;
        }
      }
    }
  }
  return best;
}
