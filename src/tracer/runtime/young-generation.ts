// Keeps the tracer's start from enlarging V8's young generation. V8 doubles it whenever the bytes that have survived there add up to its size,
// however long that takes. Starting the tracer leaves more survivors than the 1 MiB that V8 begins with, and so does loading what makes markers.
// So each traced program would have twice the room of an untraced one before its first line, and would reach all further doublings sooner
// (4 MiB more at the end of the await chain, on Node 20 and 24).

import { binding } from './internals.ts';

interface V8Binding {
  setFlagsFromString(flag: string): void;
  readonly kHeapSpaces: readonly string[];
  /** Fills the buffer with the present figures of a space, given by its index in `kHeapSpaces`. */
  updateHeapSpaceStatisticsBuffer(space: number): void;
  readonly heapSpaceStatisticsBuffer: Float64Array;
  readonly kSpaceUsedSizeIndex: number;
  readonly kSpaceSizeIndex: number;
}

/** Half of the young generation that V8 begins with. The other half is what survivors are copied to. */
const HALF_BYTES = 2 ** 20;
const WORD_BYTES = 8;
const PIECE_WORDS = 2 ** 10;
/** Larger than the 128 KiB up to which V8 copies an object, but counted as a survivor like any other. The pieces alone are not quite a half. */
const LARGE_WORDS = 17 * 2 ** 10;
/** More than fit into a half. */
const PIECES = (2 * HALF_BYTES) / (PIECE_WORDS * WORD_BYTES);

/**
 * Makes V8 start counting survivors from zero. That happens at a doubling, so this causes one while a flag has it multiply by 1 instead of 2.
 * To be called when a large part of the tracer was loaded, in the main thread, because the flag is one for all threads. While it is set, V8
 * refuses code that was compiled under other flags; that is for 1 ms, and nothing is loaded meanwhile. Does nothing where Node's internals
 * cannot be reached.
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
  // Everything alive is copied here, and moves to the old generation at the next collection. Both count.
  fill(used, null);
  // Everything made since survives this one, which is enough for a doubling whatever V8 has counted before.
  fill(used, [new Array(LARGE_WORDS)]);
  // Up to Node 22, V8 looks at its count when the next collection begins. Nothing survives that one.
  fill(used, null);
  v8.setFlagsFromString('--semi-space-growth-factor=2');
}

const hasFlag = (): boolean => process.execArgv.some((arg) => /semi[-_]space[-_]growth/.test(arg));

/** Makes objects until V8 has collected the young generation. They are kept in `kept` until then; null keeps none of them. */
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
