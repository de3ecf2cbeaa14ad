/** Prints a row of a table as Markdown. */
export const row = (cells: readonly (string | number)[]): void => console.log(`| ${cells.join(' | ')} |`);

export function ruled(heads: readonly string[]): void {
  row(heads);
  row(heads.map(() => '---'));
}
