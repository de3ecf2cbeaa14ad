// Matches the functions and the findings of two recordings.

import { baseName, placeText } from '../details/labels.ts';
import { addToList } from '../lists.ts';
import type { FindingSummary, FunctionSummary, RunSummary } from './run-summary.ts';

/** What corresponds in both recordings, or what only one of them has. */
export interface Pair<T> {
  readonly a: T | null;
  readonly b: T | null;
}

/** Matches functions by name, file and line; then those that are left by name and file; then by name and the file's name; then by name alone. */
export function matchFunctions(a: RunSummary, b: RunSummary): readonly Pair<FunctionSummary>[] {
  return matched(a.functions, b.functions, [
    (each, side) => (isMainModule(each, side === 'a' ? a : b) ? 'main' : null),
    (each) => `${nameKey(each)} ${each.file} ${each.line}`,
    (each) => `${nameKey(each)} ${each.file}`,
    (each) => `${nameKey(each)} ${fileName(each.file)}`,
    nameKey,
  ]);
}

/** Matches findings of one kind by file and the text of their line; then those that are left by less and less. */
export function matchFindings(a: RunSummary, b: RunSummary): readonly Pair<FindingSummary>[] {
  const byCode = (rest: string, { id, code }: FindingSummary) =>
    code === null ? null : `${id} ${code} ${rest}`;
  return matched(a.findings, b.findings, [
    (each) => byCode(each.file ?? '', each),
    (each) => byCode(fileName(each.file), each),
    (each) => byCode('', each),
    ({ id, name }) => `${id} ${name}`,
  ]);
}

type KeyOf<T> = (each: T, side: 'a' | 'b') => string | null;

/**
 * Pairs entries that have the same key, trying one kind of key after the other; of several with the same key, the first with the first.
 * Returns all of `a` in their order, each with its partner if it has one, then what only `b` has.
 */
function matched<T>(a: readonly T[], b: readonly T[], keys: readonly KeyOf<T>[]): readonly Pair<T>[] {
  const partner = new Map<T, T>();
  const taken = new Set<T>();
  for (const keyOf of keys) {
    const waiting = new Map<string, T[]>();
    for (const each of b) {
      const key = taken.has(each) ? null : keyOf(each, 'b');
      if (key !== null) addToList(waiting, key, each);
    }
    for (const each of a) {
      const key = partner.has(each) ? null : keyOf(each, 'a');
      const other = key === null ? undefined : waiting.get(key)?.shift();
      if (other === undefined) continue;
      partner.set(each, other);
      taken.add(other);
    }
  }
  return [
    ...a.map((each) => ({ a: each, b: partner.get(each) ?? null })),
    ...b.filter((each) => !taken.has(each)).map((each) => ({ a: null, b: each })),
  ];
}

const isMainModule = ({ kind, file }: FunctionSummary, { path }: RunSummary): boolean =>
  kind === 'module' && file !== null && file === path;

/** A function without a name is named after its line, which changes when lines are added above it. So its key is its kind. */
const nameKey = ({ kind, name, file, line }: FunctionSummary): string =>
  `${kind} ${file === null || line === null ? name : name.replace(` ${placeText({ file, line })}`, '')}`;

const fileName = (file: string | null): string => (file === null ? '' : baseName(file));
