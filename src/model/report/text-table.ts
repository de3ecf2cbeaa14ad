import { shortened } from '../words.ts';

/** Columns as wide as their widest cell, the first to the right. */
export function table(rows: readonly (readonly string[])[], columns: number): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) => {
    const cells = row.map((cell, column) =>
      column === 0 ? cell.padStart(widths[0]!) : cell.padEnd(widths[column]!),
    );
    return shortened(`  ${cells.join('  ')}`.trimEnd(), columns);
  });
}
