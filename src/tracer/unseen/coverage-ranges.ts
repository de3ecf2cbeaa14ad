// Turns what V8 has counted in a text with markers into counts of the author's text.

import { MARKED } from '../../node/marker-text.ts';

/** The format of the files that Node writes for NODE_V8_COVERAGE. */
interface CoverageRange {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly count: number;
}
export interface FunctionCoverage {
  readonly functionName: string;
  readonly isBlockCoverage: boolean;
  readonly ranges: readonly CoverageRange[];
}
interface Block {
  start: number;
  end: number;
  readonly count: number;
  /** The marker in which the range begins, and the one in which it ends; '' if it begins or ends in none. */
  readonly startsIn: string;
  readonly endsIn: string;
  inner: Block[];
}

/** Each function's ranges in the author's text. Leaves out ranges that are markers only, and functions in markers. */
export function writtenCoverage(
  functions: readonly FunctionCoverage[],
  { source, marked }: { readonly source: string; readonly marked: string },
): FunctionCoverage[] {
  const text = new MarkedSource(source, marked);
  return functions.flatMap((fn) => {
    const root = tree(fn.ranges, text);
    if (root === null || root.end <= root.start) return [];
    tidy(root, text.source);
    return [{ ...fn, ranges: flat(root) }];
  });
}

/** A text with markers, and the offsets of the author's text that belong to its own. */
class MarkedSource {
  readonly source: string;
  readonly #markers: { readonly start: number; readonly end: number; readonly text: string }[] = [];
  constructor(source: string, marked: string) {
    this.source = source;
    for (const { index, 0: text } of marked.matchAll(MARKED))
      this.#markers.push({ start: index, end: index + text.length, text });
  }

  written(offset: number): { at: number; marker: string } {
    let added = 0;
    for (const { start, end, text } of this.#markers) {
      if (offset <= start) break;
      if (offset < end) return { at: start - added, marker: text };
      added += end - start;
    }
    // The last insertion stands behind the end of the author's text.
    return { at: Math.min(offset - added, this.source.length), marker: '' };
  }
}

/** Outer ranges come before inner ones. */
function tree(ranges: readonly CoverageRange[], text: MarkedSource): Block | null {
  const open: { block: Block; endOffset: number }[] = [];
  let root: Block | null = null;
  for (const { startOffset, endOffset, count } of ranges) {
    const { at: start, marker: startsIn } = text.written(startOffset);
    const { at, marker: endsIn } = text.written(endOffset);
    // A range that goes to the end of a file ends one character earlier for V8, as if a bracket stood there.
    const end: number = root === null ? at : Math.min(at, text.source.length - 1);
    const block: Block = { start, end, count, startsIn, endsIn, inner: [] };
    while ((open.at(-1)?.endOffset ?? Number.POSITIVE_INFINITY) <= startOffset) open.pop();
    open.at(-1)?.block.inner.push(block);
    open.push({ block, endOffset });
    root ??= block;
  }
  return root;
}

/** The marker behind `return await …`. */
const RETURNED = /,true\)/;

function tidy(block: Block, source: string): void {
  const { inner } = block;
  // A range that begins behind an await begins behind the await's statement.
  for (const each of inner) if (each.startsIn !== '' && source[each.start] === ';') each.start++;
  for (let at = 0; at < inner.length; at++) {
    const each = inner[at] as Block;
    if (each.endsIn.includes('?.')) {
      // V8 has no range for the text between the two halves of a marker. It has run as often as the code before.
      const close = inner.findIndex((other, index) => index > at && other.startsIn !== '');
      if (close < 0) continue;
      each.end = Math.max(each.end, (inner[close] as Block).start);
      each.inner.push(...inner.splice(at + 1, close - at - 1));
    } else if (each.endsIn !== '') {
      const limit = inner[at + 1]?.start ?? block.end;
      while (each.end < limit && /[^\S\n]/.test(source[each.end] as string)) each.end++;
    }
  }
  block.inner = joined(
    inner.filter(({ start, end, startsIn }) =>
      RETURNED.test(startsIn) ? source.slice(start, end).trim() !== '' : start < end,
    ),
  );
  for (const each of block.inner) tidy(each, source);
  // A range that has run as often as the one around it says nothing, and is left out.
  block.inner = block.inner.flatMap((each) => (each.count === block.count ? each.inner : [each]));
}

/** Joins neighbouring ranges that have run equally often. */
function joined(blocks: readonly Block[]): Block[] {
  const all: Block[] = [];
  for (const each of blocks) {
    const before = all.at(-1);
    if (before === undefined || before.count !== each.count || before.end < each.start) all.push(each);
    else {
      before.end = Math.max(before.end, each.end);
      before.inner.push(...each.inner);
    }
  }
  return all;
}

function flat({ start, end, count, inner }: Block): CoverageRange[] {
  return [{ startOffset: start, endOffset: end, count }, ...inner.flatMap(flat)];
}
