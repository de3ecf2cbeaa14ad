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

/**
 * What the programs below share. They compute for so long at least by the clock and by the processor's time: a machine that is busy with
 * other things makes no trap harmless.
 */
export const TOOLS = `
  import { setTimeout as sleep } from 'node:timers/promises';
  import { readFile } from 'node:fs/promises';
  const never = () => new Promise(() => {});
  const compute = (ms, end = performance.now() + ms, start = process.cpuUsage()) => { for (let used = { user: 0, system: 0 }; performance.now() < end || used.user + used.system < ms * 1000; ) used = process.cpuUsage(start); };
`;
