import { spreadsheetCell } from '../../model/index.ts';
import { NS_PER_MS } from '../../protocol/units.ts';

/** A duration in milliseconds, for a table that is pasted elsewhere. */
export const msText = (ns: number): string => (ns / NS_PER_MS).toFixed(3);

/** Lines of tab-separated columns, for a table that is pasted elsewhere. */
export function tableText(lines: readonly (readonly (string | number)[])[]): string {
  return lines.map((line) => line.map(cellText).join('\t')).join('\n');
}

/** A name from a recording must not start a column or a line of its own. */
const cellText = (cell: string | number): string =>
  spreadsheetCell(String(cell).replaceAll(/[\t\r\n]/g, ' '));
