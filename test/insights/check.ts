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
  /** Right programs that look as if they did. */
  readonly lookAlikes: Readonly<Record<string, string>>;
  /** The same of those that run as one program, one after the other: it takes less time. None of them ends the program. */
  readonly together?: Readonly<Record<string, string>>;
}

/** Right or not, a machine that is busy enough may hold a loop for so long. */
export const OF_THE_MACHINE: readonly string[] = [
  'blocked-event-loop',
  'late-timer',
  'sync-wait',
  'threadpool-saturated',
];

/** What several small programs do wrong that run as one, one after the other: `name: id`, but for what the machine does. */
export async function findingsTogether(programs: Readonly<Record<string, string>>): Promise<string[]> {
  const names = Object.keys(programs);
  const files = names.map((name, at) => [`part-${at}.mjs`, TOOLS + programs[name]!] as const);
  const main = files.map(([file]) => `await import('./${file}');`).join('\n');
  const { report } = await traced({ 'main.mjs': main, ...Object.fromEntries(files) });
  const found = report.insights.filter(({ id }) => !OF_THE_MACHINE.includes(id));
  return found.map(({ id, file }) => {
    const part = /part-(\d+)\.mjs$/.exec(file ?? '')?.[1];
    return `${part === undefined ? file : names[Number(part)]}: ${id}`;
  });
}

/** A program that does not end by itself writes this when it is to be stopped. */
export const STOP = 'stop me now';

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
