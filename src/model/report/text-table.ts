import { alignedColumns } from '../aligned-columns.ts';
import { shortened } from '../words.ts';

/** Indented lines of columns, no longer than `columns`; the first column is one of numbers, so it is aligned to the right. */
export const table = (rows: readonly (readonly string[])[], columns: number): string[] =>
  alignedColumns(rows, 'right').map((line) => shortened(`  ${line}`.trimEnd(), columns));
