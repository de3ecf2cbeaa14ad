import type { Source } from '../support/program.ts';
import { traced } from '../support/traced.ts';

/** The ids of what a small program does wrong. */
export async function findings(source: Source): Promise<string[]> {
  const { report } = await traced(source);
  return report.insights.map(({ id }) => id);
}

/** What the programs below share. */
export const TOOLS = `
  import { setTimeout as sleep } from 'node:timers/promises';
  import { readFile } from 'node:fs/promises';
  const never = () => new Promise(() => {});
  const compute = (ms) => { const end = performance.now() + ms; while (performance.now() < end); };
`;
