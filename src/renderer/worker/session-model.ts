import { chainStep } from '../../model/cause/chain.ts';
import { criticalPath } from '../../model/cause/critical-path.ts';
import { type PathPiece, type PathView, pathPieces, pathView } from '../../model/cause/path-view.ts';
import { sumUpRun } from '../../model/compare/run-summary.ts';
import { asyncStack } from '../../model/details/async-stack.ts';
import { findChildren, findDetails, findWaits } from '../../model/details/details.ts';
import { durationsOf } from '../../model/details/durations.ts';
import { foldDetails } from '../../model/details/folds/fold-details.ts';
import { outcomeOf, suspensionsOf } from '../../model/details/states.ts';
import { threadDetails } from '../../model/details/threads/thread-details.ts';
import { threadView } from '../../model/details/threads/thread-view.ts';
import { consoleLines, writtenCount, writtenOf } from '../../model/details/written.ts';
import { Past } from '../../model/events/past.ts';
import { findInsights } from '../../model/insights/index.ts';
import { LiveEdge } from '../../model/live-edge.ts';
import { Model } from '../../model/model.ts';
import { findHappenings, findTaskCalled } from '../../model/moment/happenings.ts';
import { loopPoint } from '../../model/moment/loop-point.ts';
import { findLoopMoment } from '../../model/moment/queues.ts';
import { stepFrom } from '../../model/moment/steps.ts';
import { Pace } from '../../model/pace.ts';
import { overview } from '../../model/picture/overview.ts';
import { picture, preparePicture } from '../../model/picture/picture.ts';
import { quietStretches } from '../../model/picture/quiet.ts';
import { setOf } from '../../model/rows/row-items.ts';
import { collapsedOf, extentOf } from '../../model/rows/row-view.ts';
import { countingMatches, lookingAt, rowAbove } from '../../model/rows/row-work.ts';
import { Rows } from '../../model/rows/rows.ts';
import { sessionStatus } from '../../model/session-status.ts';
import { findCounters } from '../../model/tables/counters.ts';
import { loopRuns } from '../../model/tables/loop-runs.ts';
import { rangeTotals } from '../../model/totals/range-totals.ts';
import { sourceTotals } from '../../model/totals/source-totals.ts';
import { TaskPages } from '../../model/totals/table.ts';
import type { SessionStatus, TaskRow } from '../../model/view-types.ts';
import { isWork, type Work } from '../../model/work.ts';
import type { InsightSettings } from '../../protocol/insights.ts';
import type { ClockZero } from '../../protocol/payloads.ts';
import type { RecordingEnding } from '../../protocol/recording.ts';
import type { RowIndex, TaskIndex } from '../../protocol/units.ts';
import type {
  Answering,
  Ending,
  LabelledPicture,
  Moment,
  Page,
  Queries,
  QueryRequest,
  TaskContext,
  TaskPart,
} from './contract.ts';
import { PacedAnswer } from './paced-answer.ts';
import { pointedAt, pointedFold, runFrom } from './pointed.ts';
import { stretchLabels } from './stretch-labels.ts';
import { TaskSearch } from './task-search.ts';

/** While tasks keep coming, adding them to the rows takes at most a tenth of the time. */
const ROWS_PAUSE = 9;
/** Looking for insights in a large recording takes long: at most a twentieth of the time. */
const INSIGHTS_PAUSE = 20;
/** Answers that look at every task or every run: at most a tenth of the time. */
const LOOK_PAUSE = 9;

/** The model of one session, and the answers to all questions about it. */
export class SessionModel {
  readonly model = new Model();
  readonly #rowsPace = new Pace(ROWS_PAUSE, () => performance.now());
  readonly rows = new Rows(this.model, this.#rowsPace);
  ending: Ending | null = null;
  /** Whether events come as they happen, not from a file. */
  isLive = true;
  readonly #edge = new LiveEdge();
  /** What comes before the part that is shown, while that is being read. */
  #past: Past | null = null;
  #pastBytes = 0;
  readonly #search = new TaskSearch(this.model, this.rows);
  readonly #insights = new PacedAnswer(this.model, INSIGHTS_PAUSE, (settings: InsightSettings) =>
    findInsights(this.model, settings),
  );
  readonly #taskContext = new PacedAnswer(this.model, LOOK_PAUSE, (task: TaskIndex) =>
    taskContext(this.model, task),
  );
  readonly #paths = new PacedAnswer(this.model, LOOK_PAUSE, (task: TaskIndex | null) =>
    criticalPath(this.model, task),
  );
  readonly #foldDetails = new PacedAnswer(
    this.model,
    LOOK_PAUSE,
    ({ id }: { id: number; arrangements: number }) => foldDetails(this.model, this.rows, id),
  );
  readonly #sourceTotals = new PacedAnswer(this.model, LOOK_PAUSE, (file: string) =>
    sourceTotals(this.model, file),
  );
  readonly #linesFound = new PacedAnswer(
    this.model,
    LOOK_PAUSE,
    ({ text, from }: { text: string; from: number }) => this.model.tables.console.find(text, from, 0),
  );
  readonly #pages = new TaskPages(
    this.model,
    this.rows.filter,
    new Pace(LOOK_PAUSE, () => performance.now()),
  );

  readonly queries = {
    summary: ({ settings, program }) => sumUpRun(this.model, settings, program),
    insights: (settings) => this.#insights.get(settings),
    taskCalled: ({ text }) => findTaskCalled(this.model, text),
    happenings: (question) => findHappenings(this.model, question),
    picture: (request) => {
      this.rows.lookAt(request.inView ?? [], request.lookedAt ?? []);
      return lookingAt(this.rows, () => this.#picture(request));
    },
    overview: ({ bins }) => overview(this.model, bins),
    details: ({ task }) => (this.#has(task) ? findDetails(this.#untilNow(), task) : null),
    foldDetails: ({ id }) => this.#foldDetails.get({ id, arrangements: this.rows.arrangements }),
    taskContext: ({ task }) => (this.#has(task) ? this.#taskContext.get(task) : null),
    criticalPath: ({ task }) => (task === null || this.#has(task) ? this.#pathView(task) : null),
    sourceTotals: ({ file }) => this.#sourceTotals.get(file),
    chain: (request) => (this.#has(request.task) ? chainStep(this.model, request) : null),
    threadDetails: ({ thread }) =>
      thread in this.model.tables.threads.all ? threadDetails(this.model, thread) : null,
    waits: (part) => this.#part(part, (task) => suspensionsOf(this.model, task), findWaits),
    children: (part) =>
      this.#part(part, (task) => this.model.tables.tasks.childCount.get(task), findChildren),
    written: (part) => this.#part(part, (task) => writtenCount(this.model, task), writtenOf),
    pointed: ({ task, atNs }) => (this.#has(task) ? pointedAt(this.model, task, atNs) : null),
    pointedLoop: ({ thread, fromNs, toNs }) => {
      const stream = this.model.tables.threads.all[thread]?.stream ?? -1;
      return stream < 0 ? null : loopPoint(this.model, stream, fromNs, toNs);
    },
    runFrom: ({ task, atNs, step }) => (this.#has(task) ? runFrom(this.model, task, atNs, step) : null),
    consoleLines: ({ from, to }) => ({
      total: this.model.tables.console.length,
      from,
      items: consoleLines(this.model, from, to),
    }),
    findLine: ({ text, from, step }) =>
      step === 0 ? this.#linesFound.get({ text, from }) : this.model.tables.console.find(text, from, step),
    taskRows: (request) => this.#taskRows(request),
    rangeTotals: ({ fromNs, toNs }) => {
      const { filter } = this.rows;
      return rangeTotals(this.model, fromNs, toNs, filter.active ? filter.shown() : null);
    },
    files: () => [...this.model.tables.sites.files].sort(),
    passing: () => countingMatches(this.rows),
    togglePin: ({ id }) => this.rows.togglePin(id),
    unpinAll: () => this.rows.unpinAll(),
    setAllCollapsed: ({ collapsed }) => this.rows.setAllCollapsed(collapsed),
    stepFrom: ({ atNs, step, among }) => stepFrom(this.model, atNs, step, among),
    threads: () =>
      this.model.tables.threads
        .inOrder()
        .map((thread) => threadView(this.model, thread))
        .filter(({ tasks }) => tasks !== null),
    moment: (request) => this.#moment(request),
    quiet: () => quietStretches(this.model),
    countersAt: ({ atNs }) => findCounters(this.model, atNs),
    source: ({ file }) => this.model.sourceText(file),
    rejected: (request) => this.#search.rejected(request),
    pointedFold: ({ id, atNs }) => lookingAt(this.rows, () => pointedFold(this.model, this.rows, id, atNs)),
    reveal: ({ id }) => (id >= 0 && !this.#has(id) ? null : this.#reveal(id)),
    collapsed: ({ id }) => this.#inRows(() => collapsedOf(this.model, this.rows, id)),
    extent: ({ id }) =>
      this.#inRows(() => {
        const extent = extentOf(this.model, this.rows, id);
        return extent === null ? null : { startNs: extent.startNs, endNs: extent.endNs };
      }),
    setCollapsed: ({ id, collapsed }) => this.rows.setCollapsed(id, collapsed),
    until: ({ atNs }) => this.rows.setUntil(atNs ?? Number.POSITIVE_INFINITY),
    neighbour: ({ id, by }) => this.#inRows(() => this.#neighbour(id, by)),
    rowAbove: ({ id }) =>
      this.#inRows(() => {
        const row = this.rows.rowOf(id);
        const above = row === null ? null : rowAbove(this.rows, row);
        return above === null ? null : this.rows.idAt(above);
      }),
    search: (request) => this.#search.find(request),
    arrange: (arrangement) => this.rows.arrange(arrangement),
  } satisfies Answering;

  /** In how many milliseconds a paced answer may be newer; null when one already is, or when nothing more comes. */
  get behindMs(): number | null {
    const { waitMs } = this.#rowsPace;
    return waitMs > 0 && this.rows.behind ? waitMs : null;
  }

  /** Does work in advance that would otherwise delay an answer or a picture: 0.2 s for three million runs, 0.1 s for a million lines. */
  keepUp(): void {
    this.rows.filter.keepUp();
    this.model.tables.console.inOrder();
    for (const stream of this.model.streamIds()) {
      loopRuns(this.model, stream);
      this.model.stream(stream).turns.growLongest();
    }
  }

  status(): SessionStatus {
    return sessionStatus(this.model);
  }

  /** Of the first `fromBytes` bytes, only what is still true at their end is shown. */
  begin(zero: ClockZero, fromBytes: number): void {
    this.model.setHeader(zero);
    this.#pastBytes = fromBytes;
    if (fromBytes > 0) this.#past = new Past();
  }

  ingest(stream: number, bytes: Uint8Array): void {
    const past = this.#past;
    if (past === null) {
      this.model.ingest(stream, bytes);
      if (this.isLive) this.#edge.heard(this.model.endNs, performance.now());
      return;
    }
    const before = bytes.subarray(0, this.#pastBytes);
    past.push(stream, before);
    this.#pastBytes -= before.length;
    if (this.#pastBytes > 0) return;
    this.#endPast();
    this.model.ingest(stream, bytes.subarray(before.length));
  }

  /** From now on, what the program does goes only into its recording. */
  stopShowing(): void {
    this.model.isFull = true;
    this.#close({ cutOff: true, damage: null });
  }

  finish(ending: RecordingEnding): void {
    if (!this.model.isFull) this.#close(ending);
  }

  #endPast(): void {
    this.#past?.into(this.model);
    this.#past = null;
  }

  #close(ending: RecordingEnding): void {
    this.#endPast();
    this.model.finish(ending);
    const { tasks } = this.model.tables;
    const outcomes = { pending: 0, fulfilled: 0, rejected: 0, cancelled: 0 };
    for (let task = 0; task < tasks.length; task += 1) outcomes[outcomeOf(this.model, task)] += 1;
    this.ending = { damage: ending.damage, outcomes };
  }

  /** The model, told what time it is: what has not ended has lasted until now. */
  #untilNow(): Model {
    if (this.isLive) this.model.clockNs = this.#edge.at(performance.now());
    return this.model;
  }

  /** Answers from the rows, after laying them out, in pieces, where that is due. */
  *#inRows<T>(look: () => T): Work<T> {
    yield* this.rows.layingOut();
    return look();
  }

  *#reveal(id: number): Work<RowIndex | null> {
    if (setOf(id) === null) yield* this.rows.revealing(id);
    return yield* this.#inRows(() => this.rows.rowOf(id));
  }

  *#moment({ thread, atNs }: QueryRequest<'moment'>): Work<Moment> {
    const counters = yield* findCounters(this.model, atNs);
    return { counters, loop: yield* findLoopMoment(this.model, thread, atNs) };
  }

  *#picture(request: Parameters<Queries['picture']>[0]): Work<LabelledPicture> {
    const prepared = yield* preparePicture(this.model, this.rows, request);
    const path = yield* this.#path(request);
    const made = picture(this.model, this.rows, request, prepared);
    return {
      picture: made,
      path,
      labels: stretchLabels(this.model, made),
      rowsVersion: this.rows.version,
    };
  }

  *#path({ pathOf, fromNs, toNs, widthPx }: Parameters<Queries['picture']>[0]): Work<PathPiece[]> {
    if (pathOf === undefined || (pathOf !== null && !this.#has(pathOf))) return [];
    const nsPerPx = (toNs - fromNs) / Math.max(1, widthPx);
    const path = yield* this.#paths.get(pathOf);
    return yield* pathPieces(this.model, this.rows, path, { fromNs, toNs, nsPerPx });
  }

  *#pathView(task: TaskIndex | null): Work<PathView> {
    return yield* pathView(this.model, task, yield* this.#paths.get(task));
  }

  *#taskRows({ from, to, sort }: QueryRequest<'taskRows'>): Work<Page<TaskRow>> {
    this.#untilNow();
    const items = yield* this.#pages.page(from, to, sort);
    return { total: this.#pages.total, from, items };
  }

  *#part<T>(
    { task, from, to }: TaskPart,
    countOf: (task: number) => number,
    itemsOf: (model: Model, task: number, from: number, to: number) => T[] | Work<T[]>,
  ): Work<Page<T>> {
    if (!this.#has(task)) return { total: 0, from, items: [] };
    const total = countOf(task);
    const items = itemsOf(this.#untilNow(), task, from, to);
    return { total, from, items: isWork(items) ? yield* items : items };
  }

  #has(task: number): boolean {
    return task >= 0 && task < this.model.tables.tasks.length;
  }

  #neighbour(id: number | null, by: number): number | null {
    const { count } = this.rows;
    if (count === 0) return null;
    const row = id === null ? null : this.rows.rowOf(id);
    // With nothing selected, a step forward goes to the first row and a step back to the last; End and Home go to the ends.
    const from = row ?? (by > 0 ? -1 : count);
    const to = Math.min(count - 1, Math.max(0, from + by));
    return this.rows.idAt(to as RowIndex);
  }
}

function* taskContext(model: Model, task: TaskIndex): Work<TaskContext> {
  const durations = yield* durationsOf(model, task);
  return { durations, stack: yield* asyncStack(model, task) };
}
