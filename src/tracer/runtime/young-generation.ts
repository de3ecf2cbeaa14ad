// V8 doubles its young generation whenever what has survived there adds up to its size, however long that takes. What starts the tracer
// adds up to more than the 1 MiB that V8 begins with: each traced program would have twice the room of an untraced one before its
// first line, and come sooner to all further doublings (4 MiB more at the end of the await chain, on Node 20 and 24).

import { binding } from './internals.ts';

interface V8Binding {
  setFlagsFromString(flag: string): void;
  readonly kHeapSpaces: readonly string[];
  /** Has the buffer filled with what a space has at present, by its place in `kHeapSpaces`. */
  updateHeapSpaceStatisticsBuffer(space: number): void;
  readonly heapSpaceStatisticsBuffer: Float64Array;
  readonly kSpaceUsedSizeIndex: number;
  readonly kSpaceSizeIndex: number;
}

/** Half of the young generation as V8 begins with it, and what it doubles: the other half is what is copied to. */
const HALF_BYTES = 2 ** 20;
const WORD_BYTES = 8;
const PIECE_WORDS = 2 ** 10;
/** More than the 128 KiB up to which V8 copies: it counts as it survives, too. What else survives is not quite a half. */
const LARGE_WORDS = 17 * 2 ** 10;
/** More than fill a half. */
const PIECES = (2 * HALF_BYTES) / (PIECE_WORDS * WORD_BYTES);

/**
 * Has V8 take what has survived until now for a doubling, which it makes one by 1: then it counts from nothing again. To be called before the
 * program's first line, in its main thread: the flag is all threads'. While it is set V8 refuses what it has compiled before with other
 * flags, so that is for 1 ms, and nothing is loaded meanwhile. Does nothing where Node's internals cannot be reached.
 */
export function forgetSurvivors(): void {
  const v8 = binding<V8Binding>('v8');
  if (v8 === null || hasFlag()) return;
  const young = v8.kHeapSpaces.indexOf('new_space');
  const read = (index: number): number => {
    v8.updateHeapSpaceStatisticsBuffer(young);
    return v8.heapSpaceStatisticsBuffer[index] as number;
  };
  // The user has asked for more room from the start.
  if (read(v8.kSpaceSizeIndex) > 2 * HALF_BYTES) return;
  const used = (): number => read(v8.kSpaceUsedSizeIndex);
  v8.setFlagsFromString('--semi-space-growth-factor=1');
  // What lives is copied, and grows old with the next one: it counts twice.
  fill(used, null);
  // All that was made since survives, which is more than V8 doubles at, whatever it has counted before.
  fill(used, [new Array(LARGE_WORDS)]);
  // Up to Node 22 V8 looks at its count as it begins with the next one. Nothing survives of that.
  fill(used, null);
  v8.setFlagsFromString('--semi-space-growth-factor=2');
}

const hasFlag = (): boolean => process.execArgv.some((arg) => /semi[-_]space[-_]growth/.test(arg));

/** Makes garbage until V8 has collected the young generation; `kept` is what all of it is kept in until then, null for none. */
function fill(used: () => number, kept: unknown[] | null): void {
  let before = 0;
  for (let left = PIECES; left > 0; left--) {
    const piece = new Array(PIECE_WORDS);
    if (kept !== null) kept[kept.length] = piece;
    const now = used();
    if (now < before) return;
    before = now;
  }
}
