import type { TaskError } from '../../protocol/payloads.ts';
import { TextPool } from '../columns/text-pool.ts';
import { Activity } from './activity.ts';
import { CombinationTable } from './combinations.ts';
import { ConsoleLines } from './console/console-lines.ts';
import { Remarks } from './remarks.ts';
import { Resources } from './resources.ts';
import { RunTable } from './runs.ts';
import { SiteStore } from './sites.ts';
import { StillCallTable } from './still-calls.ts';
import { TaskTable } from './tasks.ts';
import { Messages } from './threads/messages.ts';
import { Threads } from './threads/threads.ts';
import { UnhandledTable } from './unhandled.ts';

/** Everything the streams of one recording add up to. */
export class Tables {
  readonly runs = new RunTable();
  readonly tasks = new TaskTable(this.runs);
  readonly sites = new SiteStore();
  readonly stillCalls = new StillCallTable();
  readonly combinations = new CombinationTable();
  readonly texts = new TextPool();
  readonly activity = new Activity();
  readonly console = new ConsoleLines();
  readonly threads = new Threads();
  readonly resources = new Resources();
  readonly messages = new Messages();
  /** The tasks that were rejected, in that order. */
  readonly rejected: number[] = [];
  /** The tasks that have a label, in the order in which the labels came. */
  readonly labelled: number[] = [];
  /** Why a task was rejected, by task index. */
  readonly errors = new Map<number, TaskError>();
  readonly unhandled = new UnhandledTable();
  /** Tasks that went on after a signal had told them to stop, by task index, with the first run in which they did. */
  readonly toldToStop = new Map<number, number>();
  /** What a span carried, by task index: the index of its JSON in `texts`. */
  readonly spans = new Map<number, number>();
  /** A file's text as its author wrote it, by path. */
  readonly sources = new Map<string, string>();
  /** What the tracer could not do, in words. */
  readonly notices = new Remarks();
  /** What could not be read, in words. */
  readonly damage = new Remarks();

  /** Increases whenever something already known was changed, so that caches are renewed. */
  rewrites = 0;
  events = 0;
  /** How many tasks are alive, and the most that were alive at once. */
  alive = 0;
  mostAlive = 0;
  /** Events known to be missing; `unknownGaps` counts the gaps of unknown size. */
  dropped = 0;
  unknownGaps = 0;
  /** Events that are impossible in their task's state. */
  illegal = 0;
  /** The last moment about which anything is known, on the program's clock. */
  endNs = 0;
}
