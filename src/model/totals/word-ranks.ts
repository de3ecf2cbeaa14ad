import { inPieces, type Work } from '../work.ts';

/** Words sorted before other questions may be answered: 5 ms. */
const SORTED_AT_ONCE = 4096;
/** Words merged before other questions may be answered: 2 ms. */
const MERGED_AT_ONCE = 16_384;

/** The rank of each word among all different ones, sorted by their characters, from 0; in pieces. */
export function* wordRanks(words: readonly string[]): Work<Map<string, number>> {
  const different = new Set<string>();
  yield* inPieces(words.length, (from, to) => {
    for (let at = from; at < to; at++) different.add(words[at]!);
  });
  const sorted = yield* sortedWords([...different]);
  const ranks = new Map<string, number>();
  yield* inPieces(sorted.length, (from, to) => {
    for (let at = from; at < to; at++) ranks.set(sorted[at]!, at);
  });
  return ranks;
}

function* sortedWords(words: readonly string[]): Work<readonly string[]> {
  let runs: (readonly string[])[] = [];
  for (let from = 0; from < words.length; from += SORTED_AT_ONCE) {
    runs.push(words.slice(from, from + SORTED_AT_ONCE).sort());
    yield;
  }
  while (runs.length > 1) {
    const longer: (readonly string[])[] = [];
    for (let at = 0; at < runs.length; at += 2)
      longer.push(at + 1 < runs.length ? yield* merging(runs[at]!, runs[at + 1]!) : runs[at]!);
    runs = longer;
  }
  return runs[0] ?? [];
}

function* merging(one: readonly string[], other: readonly string[]): Work<readonly string[]> {
  const merged: string[] = [];
  for (let [left, right] = [0, 0]; left < one.length || right < other.length; ) {
    const isLeft = right === other.length || (left < one.length && one[left]! < other[right]!);
    merged.push(isLeft ? one[left++]! : other[right++]!);
    if (merged.length % MERGED_AT_ONCE === 0) yield;
  }
  return merged;
}
