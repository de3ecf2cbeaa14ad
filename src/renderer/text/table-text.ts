import { NS_PER_MS } from '../../protocol/units.ts';

/** A duration for a table elsewhere, in milliseconds. */
export const msText = (ns: number): string => (ns / NS_PER_MS).toFixed(3);

/** Lines of columns between tabs, for a table elsewhere. */
export function tableText(lines: readonly (readonly (string | number)[])[]): string {
  // A name from a recording must not begin a column or a line of its own.
  return lines
    .map((line) => line.map((cell) => String(cell).replaceAll(/[\t\r\n]/g, ' ')).join('\t'))
    .join('\n');
}
