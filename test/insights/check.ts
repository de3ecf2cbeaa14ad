import { INSIGHT_KINDS, type InsightId, type InsightOptions, insightsOf } from '../../src/model/index.ts';
import type { Source } from '../support/program.ts';
import { traced } from '../support/traced.ts';

/** Programs that show one kind of finding, and programs that only look as if they did. */
export interface Case {
  readonly id: InsightId;
  /** Shows exactly this one finding. */
  readonly trap: string;
  /** The same program put right: shows nothing. */
  readonly fix: string;
  /** Other programs that show exactly this kind. */
  readonly moreTraps?: Readonly<Record<string, string>>;
  /** The same of those that run as one program, one after the other, because that takes less time. None of them ends the program. */
  readonly trapsTogether?: Readonly<Record<string, string>>;
  /** Right programs that look as if they did. */
  readonly lookAlikes: Readonly<Record<string, string>>;
  /** The same of those that run as one program. */
  readonly lookAlikesTogether?: Readonly<Record<string, string>>;
}

/** The kinds that a machine can be the reason of, if it is busy enough: it may hold any program's loop, or let the pool's threads wait. */
const OF_THE_MACHINE = ['blocked-event-loop', 'late-timer', 'sync-wait', 'threadpool-saturated'] as const;

const isOfTheMachine = (id: InsightId): boolean => OF_THE_MACHINE.some((each) => each === id);

/**
 * Those kinds are told only from ten times their lengths on, except for the one that a program is about. So a machine has to be ten times as
 * slow to be the reason of a finding in a program that is about something else.
 */
export function unhurried(about?: InsightId): InsightOptions {
  const kinds = INSIGHT_KINDS.filter(({ id }) => id !== about && isOfTheMachine(id));
  return { thresholds: Object.fromEntries(kinds.map(({ id, threshold }) => [id, 10 * threshold.value])) };
}

/** Runs several small programs as one, one after the other. Returns what is found in them, as `name: id`. */
export async function findingsTogether(programs: Readonly<Record<string, string>>): Promise<string[]> {
  const names = Object.keys(programs);
  const files = names.map((name, at) => [`part-${at}.mjs`, TOOLS + programs[name]!] as const);
  const main = files.map(([file]) => `await import('./${file}');`).join('\n');
  const { model } = await traced({ 'main.mjs': main, ...Object.fromEntries(files) });
  const { found } = insightsOf(model, { ...unhurried(), listed: Number.POSITIVE_INFINITY });
  return found.map(({ id, file }) => {
    const part = /part-(\d+)\.mjs$/.exec(file ?? '')?.[1];
    return `${part === undefined ? file : names[Number(part)]}: ${id}`;
  });
}

/** A program that does not end by itself writes this when it is to be stopped. */
export const STOP = 'stop me now';

/** Runs a small program that is about one kind of finding. Returns the kinds of all that is found in it. */
export async function findings(source: Source, about: InsightId): Promise<string[]> {
  const { model } = await traced(source, { stopAt: STOP });
  return insightsOf(model, unhurried(about)).found.map(({ id }) => id);
}

/**
 * What the programs below share. They compute for so long at least by the clock and by the time for which their own thread had a processor: a
 * machine that is busy with other things makes no trap harmless. The time of the whole process would not do: on such a machine its other
 * threads (those that compile, collect garbage or send records) were found to have half of it.
 */
export const TOOLS = `
  import { setTimeout as sleep } from 'node:timers/promises';
  import { readFile } from 'node:fs/promises';
  const never = () => new Promise(() => {});
  const usedMs = () => { const { user, system } = process.threadCpuUsage(); return (user + system) / 1000; };
  const compute = (ms, end = performance.now() + ms, usedEnd = usedMs() + ms) => { while (performance.now() < end || usedMs() < usedEnd); };
`;
