import { alignedColumns } from '../aligned-columns.ts';
import { shortened } from '../words.ts';

/** Rows as indented, aligned lines of at most `columns`. The first column has numbers, so it is aligned to the right. */
export const table = (rows: readonly (readonly string[])[], columns: number): string[] =>
  alignedColumns(rows, 'right').map((line) => shortened(`  ${line}`.trimEnd(), columns));
