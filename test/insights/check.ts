import type { Source } from '../support/program.ts';
import { traced } from '../support/traced.ts';

/** Programs that show one kind of finding, and programs that only look as if they did. */
export interface Case {
  readonly id: string;
  /** Shows exactly this one finding. */
  readonly trap: string;
  /** The same program put right: shows nothing. */
  readonly fix: string;
  /** Other programs that show exactly this kind. */
  readonly moreTraps?: Readonly<Record<string, string>>;
  readonly lookAlikes: Readonly<Record<string, string>>;
}

/** A program that does not end by itself writes this when it is to be stopped. */
const STOP = 'stop me now';

/** The ids of what a small program does wrong. */
export async function findings(source: Source): Promise<string[]> {
  const { report } = await traced(source, { stopAt: STOP });
  return report.insights.map(({ id }) => id);
}

/** What the programs below share. */
export const TOOLS = `
  import { setTimeout as sleep } from 'node:timers/promises';
  import { readFile } from 'node:fs/promises';
  const never = () => new Promise(() => {});
  const compute = (ms) => { const end = performance.now() + ms; while (performance.now() < end); };
`;
