// What to call a task: the name of its function, with its first arguments if the tracer recorded them, or else the place where it is
// defined. Never just `<anonymous>`.

import { LOOP_PHASE_NAMES, TASK_KIND_NAMES, TaskKind, type TaskKindName } from '../../protocol/events.ts';
import type { SiteKind } from '../../protocol/sites.ts';
import { installedPath } from '../languages/index.ts';
import type { Model } from '../model.ts';
import { SITE_KINDS } from '../tables/sites.ts';
import type { Thread } from '../tables/threads/threads.ts';
import type { PlaceView } from '../view-types.ts';

const lastSlash = (path: string): number => Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));

/** The last part of a path, with slashes of either kind. */
export function baseName(path: string): string {
  return path.slice(lastSlash(path) + 1) || path;
}

/** The shortest end of a path that no other path has: `market.mjs`, but `cart/index.mjs` and `shop/index.mjs`. */
export function shortPath(path: string, paths: readonly string[]): string {
  const others = paths.filter((other) => other !== path);
  let slash = lastSlash(path);
  while (slash >= 0 && others.some((other) => other.endsWith(path.slice(slash))))
    slash = lastSlash(path.slice(0, slash));
  return path.slice(slash + 1);
}

/** How a place names its file: `app.mjs`, or for a package's file `express/lib/router/index.js`. */
export const fileText = (path: string): string => installedPath(path) ?? baseName(path);

/** `app.mjs:12`, `express/lib/router/index.js:1507`. */
export const placeText = ({ file, line }: Pick<PlaceView, 'file' | 'line'>): string =>
  `${fileText(file)}:${line}`;

/** The place to show after a name: '' if the name already contains it, as `map callback app.mjs:12` does. */
export function placeBeside(name: string, place: PlaceView | null): string {
  if (place === null || name.includes(placeText(place))) return '';
  // Where a file begins says no more than its name.
  return place.line === 1 && name === fileText(place.file) ? '' : placeText(place);
}

/** A name to show beside another place: `anonymous` instead of `anonymous app.mjs:12`, if its await in line 14 is shown beside it. */
export function nameBeside(name: string, place: PlaceView | null): string {
  const at = place === null ? -1 : name.lastIndexOf(` ${fileText(place.file)}:`);
  return at > 0 ? name.slice(0, at) : name;
}

export function kindOf(model: Model, task: number): TaskKindName {
  return TASK_KIND_NAMES[model.tables.tasks.kind.get(task)] ?? 'callback';
}

/** `main`, `worker resize.mjs #1`, `child build.mjs pid 4711`, `cluster worker server.mjs #2`. */
export function threadLabel({ kind, name, number, pid, role }: Thread): string {
  if (kind === 'main') return 'main';
  const numbered = number === null ? '' : `#${number}`;
  const parts =
    kind === 'worker' || role !== ''
      ? [role || 'worker', name, numbered]
      : ['child', name, pid === null ? '' : `pid ${pid}`];
  return parts.filter((part) => part !== '').join(' ');
}

export function threadOf(model: Model, task: number): Thread {
  const { threads, tasks } = model.tables;
  return threads.all[threads.ofStream(tasks.stream.get(task))]!;
}

/** The task that started a task: its parent, or for a thread's top-level tasks the task that started the thread; -1 for none. */
export function starterOf(model: Model, task: number): number {
  const parent = model.tables.tasks.parent.get(task);
  return parent >= 0 ? parent : threadOf(model, task).starter;
}

/** The row of the site store for a tracer's site id, -1 if unknown. */
export function siteRow(model: Model, task: number, siteId: number): number {
  return siteId === 0 ? -1 : model.streamOf(task).events.sites.find(siteId);
}

/** Where a task is defined: a row of the site store, -1 if unknown. */
export function definitionOf(model: Model, task: number): number {
  return siteRow(model, task, model.tables.tasks.site.get(task));
}

export function placeOf(model: Model, site: number): PlaceView | null {
  if (site < 0) return null;
  const { sites } = model.tables;
  return { file: sites.files[sites.file[site]!]!, line: sites.line[site]!, column: sites.column[site]! };
}

export function siteKindOf(model: Model, site: number): SiteKind | null {
  return site < 0 ? null : (SITE_KINDS[model.tables.sites.kind[site]! - 1] ?? null);
}

/** What the tracer recorded for one task: a span's name, or else its first arguments; '' for nothing. */
function ownLabel(model: Model, task: number): string {
  const { tasks, texts } = model.tables;
  return tasks.label.get(task) < 0 ? '' : texts.get(tasks.label.get(task));
}

/**
 * A task's name: `order_food`, `app.mjs` for a module, `get("/orders") callback` or `map callback app.mjs:7` for a function without a
 * name, `anonymous app.mjs:12`.
 */
export function nameOf(model: Model, task: number): string {
  const { tasks } = model.tables;
  const site = definitionOf(model, task);
  const place = placeOf(model, site);
  const kind = tasks.kind.get(task);
  if (kind === TaskKind.span) return ownLabel(model, task) || 'span';
  if (kind === TaskKind.module && place !== null) return baseName(place.file);
  const unnamed = kind === TaskKind.callback ? callbackName(model, task) : 'anonymous';
  if (place !== null) return definitionName(model, site, unnamed);
  return kind === TaskKind.callback ? unnamed : `task ${tasks.idOf(task)}`;
}

/** The name of the function at a known row of the site store; `unnamed` if neither it nor the call that it is passed to has a name. */
export function definitionName(model: Model, site: number, unnamed = 'callback'): string {
  const { sites } = model.tables;
  if (sites.names[site] !== '') return sites.names[site]!;
  const handedTo = sites.handedTo.get(site);
  // An argument such as "/orders" distinguishes the callback as well as a name would.
  if (handedTo?.endsWith(')')) return `${handedTo} callback`;
  const what = handedTo === undefined ? unnamed : `${handedTo} callback`;
  return `${what} ${placeText(placeOf(model, site)!)}`;
}

/** What to show for a task: `fetchPrice("AAPL")`, `order_food()`, `app.mjs`, `cart/lib/index.js`, `anonymous app.mjs:12`. */
export function labelOf(model: Model, task: number): string {
  const { tasks, sites } = model.tables;
  const own = ownLabel(model, task);
  const kind = tasks.kind.get(task);
  const name = nameOf(model, task);
  if (kind === TaskKind.span) return name;
  const site = definitionOf(model, task);
  // Its arguments distinguish it from others as well as its place would.
  if (own !== '')
    return `${sites.handedTo.has(site) ? nameBeside(name, placeOf(model, site)) : name}(${own})`;
  const place = kind === TaskKind.module ? placeOf(model, site) : null;
  if (place !== null) return fileText(place.file);
  if (kind !== TaskKind.async && kind !== TaskKind.generator) return name;
  return site >= 0 && sites.names[site] !== '' ? `${name}()` : name;
}

/** Whether a file belongs to an installed package. */
export const isInstalled = (file: string): boolean => installedPath(file) !== null;

function callbackName(model: Model, task: number): string {
  const { tasks } = model.tables;
  const turn = model.turnOf(tasks.firstRun.get(task));
  const phase = LOOP_PHASE_NAMES[model.streamOf(task).turns.phase.get(turn)] ?? 'other';
  return model.language.callbacks[phase];
}
