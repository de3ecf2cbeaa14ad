/** Lines of columns, each as wide as its widest cell. The first is aligned to the side that is named, all others to the other one. */
export function alignedColumns(rows: readonly (readonly string[])[], first: 'left' | 'right'): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const isLeft = (column: number): boolean => (column === 0) === (first === 'left');
  return rows.map((row) =>
    row
      .map((cell, column) => (isLeft(column) ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join('  '),
  );
}
