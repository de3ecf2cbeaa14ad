import { Combinator, Outcome } from '../../protocol/events.ts';
import { NS_PER_MS } from '../../protocol/units.ts';
import { labelOf } from '../details/labels.ts';
import type { Model } from '../model.ts';
import { counted, duration, errorText } from '../words.ts';
import { errorOf } from './evidence/failures.ts';
import { combinationName, type GivenUp, givenUp, isClock } from './evidence/given-up.ts';
import { asTasks, nothingLost, siteGroups, taskPlace } from './evidence/places.ts';
import type { InsightKind } from './kind.ts';
import type { Finding } from './types.ts';

/** A task that fails sooner than this after a race was decided was most likely told to give up, with an error of the program's own. */
const TOLD_TO_STOP_NS = 10 * NS_PER_MS;

/** A shorter time is called 'right' after, without a number. */
const SOON_NS = 0.05 * NS_PER_MS;

interface Hidden {
  readonly of: GivenUp;
  readonly task: number;
}

function find(model: Model, least: number): Finding[] {
  if (!nothingLost(model)) return [];
  const hidden: Hidden[] = [];
  for (const of of givenUp(model, [Combinator.all, Combinator.race])) {
    for (const task of of.left) if (isLost(model, of, task)) hidden.push({ of, task });
  }
  return siteGroups(hidden, ({ of }) => of.site)
    .filter((group) => group.length >= least)
    .map((group) => insight(model, group));
}

function isLost(model: Model, of: GivenUp, task: number): boolean {
  const { tasks } = model.tables;
  const error = errorOf(model, task);
  if (tasks.outcome.get(task) !== Outcome.rejected || error === null) return false;
  // It failed with the same error as the one that arrived, which says it all.
  const arrived = errorOf(model, of.decider);
  if (arrived?.name === error.name && arrived.message === error.message) return false;
  if (wasTold(model, of, task)) return false;
  return (
    of.how === Combinator.all ||
    (!isClock(model, of, task) && tasks.endNs.get(task) >= of.atNs + TOLD_TO_STOP_NS)
  );
}

/** Whether the deciding member, or the waiting task, made it fail. */
function wasTold(model: Model, { task: awaiter, decider }: GivenUp, task: number): boolean {
  const { tasks, runs } = model.tables;
  let wait = -1;
  for (let each = tasks.firstRun.get(task); runs.next.get(each) >= 0; each = runs.next.get(each)) wait = each;
  if (wait < 0) return false;
  const waker = runs.waker.get(wait);
  return waker >= 0 && (waker === decider || waker === awaiter);
}

function insight(model: Model, [first, ...others]: readonly Hidden[]): Finding {
  const { of, task } = first!;
  const { tasks } = model.tables;
  const place = taskPlace(model, task);
  const afterNs = Math.max(0, tasks.endNs.get(task) - of.atNs);
  const [decided, advice] =
    of.how === Combinator.all
      ? [`had failed because of ${of.decidedBy}`, model.language.advice.rejectedWhileAwaitedTogether]
      : [`had been decided by ${of.decidedBy}`, model.language.advice.rejectedAfterRace];
  const more =
    others.length > 0
      ? ` (${counted(others.length, 'more failure was', 'more failures were')} lost there)`
      : '';
  return {
    id: 'hidden-rejection',
    severity: of.how === Combinator.race && of.wasAnswered ? 'info' : 'warning',
    message: `Nobody hears of ${errorText(errorOf(model, task)!)}: ${labelOf(model, task)} failed with it ${afterNs < SOON_NS ? 'right' : duration(afterNs)} after ${combinationName(model, of)} ${decided}${more}.`,
    file: place?.file ?? null,
    line: place?.line ?? null,
    tasks: asTasks(new Set([task, ...(of.task < 0 ? [] : [of.task]), ...others.map((other) => other.task)])),
    costMs: null,
    fromNs: of.atNs,
    toNs: Math.max(of.atNs, tasks.endNs.get(task)),
    advice,
  };
}

export const hiddenRejection: InsightKind = {
  id: 'hidden-rejection',
  summary:
    'a task fails when nobody can hear of it: another one awaited with it had failed before, or a race was decided',
  threshold: { value: 1, unit: 'tasks' },
  find,
};
