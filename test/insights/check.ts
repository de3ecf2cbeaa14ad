import { type Insight, insightsOf, type Model } from '../../src/model/index.ts';
import type { Source } from '../support/program.ts';
import { traced } from '../support/traced.ts';

/** The ids of what a small program does wrong. */
export async function findings(source: Source): Promise<string[]> {
  const { report } = await traced(source);
  return report.insights.map(({ id }) => id);
}

export const idsOf = (model: Model): string[] => insightsOf(model).found.map(({ id }) => id);

export const only = (model: Model): Insight => {
  const { found } = insightsOf(model);
  if (found.length !== 1) throw new Error(`${found.length} findings: ${found.map(({ id }) => id)}`);
  return found[0] as Insight;
};

/** What the programs below share. */
export const TOOLS = `
  import { setTimeout as sleep } from 'node:timers/promises';
  import { readFile } from 'node:fs/promises';
  const never = () => new Promise(() => {});
  const compute = (ms) => { const end = performance.now() + ms; while (performance.now() < end); };
`;
