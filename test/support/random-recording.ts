// Recordings that no program made, but one could have made: for properties that hold for all recordings.

import fc from 'fast-check';
import type { AwaitedKindName } from '../../src/protocol/events.ts';
import type { ScriptLine } from './script.ts';

/** One step: time passes, then something happens to one of the existing tasks. */
interface Step {
  readonly gap: number;
  readonly what: number;
  readonly which: number;
  readonly detail: number;
}

const KINDS: readonly AwaitedKindName[] = ['unknown', 'timer', 'network', 'file', 'process', 'promise'];
const NAMES = ['main', 'order', 'driver', 'fetchPrice', 'leaf'] as const;
const OUTCOMES = ['fulfilled', 'rejected', 'cancelled'] as const;
const PHASES = ['timers', 'poll', 'check'] as const;

const pick = <T>(from: readonly T[], which: number): T => from[which % from.length] as T;

/** Lines for `trace`, all legal. Times are whole microseconds, often equal, sometimes far apart. */
export const randomRecording = (maxSteps = 200): fc.Arbitrary<ScriptLine[]> =>
  fc
    .array(
      fc.record<Step>({
        gap: fc.oneof(
          { weight: 3, arbitrary: fc.constant(0) },
          { weight: 6, arbitrary: fc.nat({ max: 50 }) },
          { weight: 1, arbitrary: fc.nat({ max: 20_000 }) },
        ),
        what: fc.nat({ max: 99 }),
        which: fc.nat(),
        detail: fc.nat(),
      }),
      { maxLength: maxSteps, size: 'max' },
    )
    .map(play);

type State = 'running' | 'suspended' | 'ready';

function play(steps: readonly Step[]): ScriptLine[] {
  const lines: ScriptLine[] = [];
  const alive = new Map<number, State>();
  let us = 0;
  let turnUs = 0;
  let nextTask = 1;
  const some = (which: number, ...states: State[]): number | null => {
    const tasks = [...alive].filter(([, state]) => states.includes(state));
    return tasks.length === 0 ? null : tasks[which % tasks.length]![0];
  };
  for (const { gap, what, which, detail } of steps) {
    us += gap;
    const ms = us / 1000;
    if (detail % 11 === 0) lines.push([ms, 'pause', (detail % 700) / 1000, (which % 1000) / 1000]);
    if (what < 20) {
      const parent = some(which, 'running') ?? 0;
      const options = { parent, line: 1 + (detail % 5), ...(detail % 3 === 0 ? { label: `${detail}` } : {}) };
      lines.push([ms, 'enter', nextTask, pick(NAMES, detail), options]);
      alive.set(nextTask++, 'running');
    } else if (what < 45) {
      const task = some(which, 'running');
      if (task === null) continue;
      lines.push(suspension(ms, task, which, detail, nextTask));
      alive.set(task, 'suspended');
    } else if (what < 60) {
      const task = some(which, 'suspended', 'ready');
      if (task === null) continue;
      lines.push(readiness(ms, task, detail, nextTask));
      alive.set(task, 'ready');
    } else if (what < 82) {
      const task = some(which, 'ready', 'ready', 'suspended');
      if (task === null) continue;
      lines.push([ms, 'resume', task]);
      alive.set(task, 'running');
    } else if (what < 90) {
      const task = some(which, 'running', 'suspended', 'ready');
      if (task === null) continue;
      const outcome = pick(OUTCOMES, detail);
      lines.push([ms, 'end', task, outcome]);
      alive.delete(task);
    } else {
      lines.push([ms, 'turn', pick(PHASES, detail), (detail % (us - turnUs + 1)) / 1000]);
      turnUs = us;
    }
  }
  return lines;
}

function suspension(ms: number, task: number, which: number, detail: number, tasks: number): ScriptLine {
  const at = detail % 7 === 0 ? 'yield' : 'await';
  const options = { at, line: 1 + (detail % 9) } as const;
  if (detail % 4 === 0) return [ms, 'suspend', task, 'task', 1 + (which % tasks), options];
  return [ms, 'suspend', task, pick(KINDS, detail), detail % 100, options];
}

function readiness(ms: number, task: number, detail: number, tasks: number): ScriptLine {
  if (detail % 3 === 0) return [ms, 'ready', task, { late: (detail % 3000) / 1000 }];
  if (detail % 3 === 1) return [ms, 'ready', task, { kind: 'network', exact: false }];
  return [ms, 'ready', task, { by: 1 + (detail % tasks) }];
}
