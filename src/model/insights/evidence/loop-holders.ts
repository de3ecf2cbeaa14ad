// Who held a loop, in words that hold for the whole turn: one function, one and what it called, or several.

import type { Holder } from '../../details/holders.ts';
import { definitionOf } from '../../details/labels.ts';
import { reactionsBetween } from '../../details/reactions.ts';
import type { Model } from '../../model.ts';
import { loopRuns } from '../../tables/loop-runs.ts';
import { counted, duration, listed, percent } from '../../words.ts';
import type { Work } from '../../work.ts';
import { namedHolder } from './places.ts';
import type { TurnOf } from './victims.ts';

/** A function that had at least this part of a turn is the reason why the turn was long. */
const MOST = 0.5;
/** If there are several, this many are named. */
const NAMED = 3;
/** Runs looked at before something else may be answered: 2 to 4 ms. */
const PIECE = 8192;

export interface LoopHolders {
  /** The function that is named first: it held the loop itself, called those that did, or is the one of several that held it longest. */
  readonly holder: Holder;
  /** If no single function held it for most of the turn: all that did, without what each called, the longest first. Otherwise empty. */
  readonly parts: readonly Holder[];
  /** `holder` called all of them. */
  readonly isCaller: boolean;
}

type Turn = Omit<TurnOf, 'turn'>;

/** Says who held the loop in a turn, of what `findHolders` found; null if the program's functions had less than half of it. */
export function* loopHolders(model: Model, turn: Turn, holders: readonly Holder[]): Work<LoopHolders | null> {
  const isOthers = holders.length === 0 || heldNs(holders) < MOST * (turn.toNs - turn.fromNs);
  return isOthers ? null : yield* namedHolders(model, turn, holders);
}

/** Whom of the holders of a stretch to name: the one who had most of it, or called those who did; otherwise each. */
export function* namedHolders(model: Model, turn: Turn, holders: readonly Holder[]): Work<LoopHolders> {
  const lengthNs = turn.toNs - turn.fromNs;
  const longest = holders[0]!;
  if (longest.ns >= MOST * lengthNs) return { holder: longest, parts: [], isCaller: false };
  const caller = yield* outermost(model, turn);
  if (caller !== null && caller.ns >= MOST * lengthNs)
    return { holder: caller, parts: holders, isCaller: true };
  return { holder: longest, parts: holders, isCaller: false };
}

export const heldNs = (holders: readonly Holder[]): number => holders.reduce((sum, { ns }) => sum + ns, 0);

/** The function that had the loop longest with all that it called; null for none. */
function* outermost(model: Model, { stream, fromNs, toNs }: Turn): Work<Holder | null> {
  const { runs } = model.tables;
  const { reactions } = model.stream(stream);
  const called = new Map<number, number>();
  const pieces = loopRuns(model, stream).pieces(fromNs, toNs);
  for (let looked = 1; pieces.next(); looked++) {
    let run = pieces.run;
    for (let outer = runs.outer.get(run); outer >= 0; outer = runs.outer.get(run)) run = outer;
    called.set(run, (called.get(run) ?? 0) + pieces.toNs - pieces.fromNs);
    if (looked % PIECE === 0) yield;
  }
  let most: Holder | null = null;
  const add = (site: number, task: number, run: number, atNs: number, ns: number): void => {
    if (most === null || ns > most.ns) most = { site, ns, task, longestNs: ns, hasOthers: false, run, atNs };
  };
  for (const [run, ns] of called) {
    const task = runs.task.get(run);
    const definition = definitionOf(model, task);
    add(definition < 0 ? -1 - task : definition, task, run, runs.fromNs.get(run), ns);
  }
  for (const reacted of reactionsBetween(model, stream, fromNs, toNs)) {
    const { reaction, site } = reacted;
    const isOne = reactions.count[reaction] === 1;
    if (site >= 0 && isOne)
      add(site, reactions.task[reaction]!, -1, reacted.fromNs, reacted.toNs - reacted.fromNs);
  }
  return most;
}

/** `parse() (app.mjs:3) held the event loop for 120 ms`. */
export function heldWords(
  model: Model,
  { holder, parts, isCaller }: LoopHolders,
  turn: Turn,
  loop: string,
): string {
  const lengthNs = turn.toNs - turn.fromNs;
  const length = duration(lengthNs);
  if (isCaller) return `${namedHolder(model, holder)} and what it called held ${loop} for ${length}`;
  if (parts.length > 0) return `${counted(parts.length, 'function')} together held ${loop} for ${length}`;
  const share = holder.ns < 0.95 * lengthNs ? `${percent(holder.ns / lengthNs)} of ${length}` : length;
  return `${namedHolder(model, holder)} held ${loop} for ${share}`;
}

/** ` Of the 120 ms parse() (app.mjs:3) had 30 %, scan() (app.mjs:9) 20 % and 4 other functions 45 %.`; '' if one is named for all of it. */
export function sharesWords(model: Model, { parts }: LoopHolders, { fromNs, toNs }: Turn): string {
  if (parts.length === 0) return '';
  const shareOf = (ns: number): string => percent(ns / (toNs - fromNs));
  const others = parts.slice(NAMED);
  const named = parts
    .slice(0, NAMED)
    .map((part, at) => `${namedHolder(model, part)}${at === 0 ? ' had' : ''} ${shareOf(part.ns)}`);
  if (others.length > 0) named.push(`${counted(others.length, 'other function')} ${shareOf(heldNs(others))}`);
  return ` Of the ${duration(toNs - fromNs)} ${listed(named)}.`;
}
