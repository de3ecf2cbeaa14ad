// Which function and which finding of one recording is which of another.

import { baseName, placeText } from '../details/labels.ts';
import type { FindingSummary, FunctionSummary, RunSummary } from './run-summary.ts';

/** The same of both recordings, or what only one of them has. */
export interface Pair<T> {
  readonly a: T | null;
  readonly b: T | null;
}

/** Functions by name, file and line; those that are left by name and file; those that are left by name and the file's name, then by name alone. */
export function matchFunctions(a: RunSummary, b: RunSummary): readonly Pair<FunctionSummary>[] {
  return matched(a.functions, b.functions, [
    (each, side) => (isMainModule(each, side === 'a' ? a : b) ? 'main' : null),
    (each) => `${nameKey(each)} ${each.file} ${each.line}`,
    (each) => `${nameKey(each)} ${each.file}`,
    (each) => `${nameKey(each)} ${fileName(each.file)}`,
    nameKey,
  ]);
}

/** Findings of one kind by the text of their line and its file; those that are left with less and less in common. */
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
 * Pairs what has the same key, for one key after the other; of several with the same key the first with the first. All
 * of `a` in their order, each with its partner, then what only `b` has.
 */
function matched<T>(a: readonly T[], b: readonly T[], keys: readonly KeyOf<T>[]): readonly Pair<T>[] {
  const partner = new Map<T, T>();
  const taken = new Set<T>();
  for (const keyOf of keys) {
    const waiting = new Map<string, T[]>();
    for (const each of b) {
      const key = taken.has(each) ? null : keyOf(each, 'b');
      if (key === null) continue;
      const same = waiting.get(key);
      if (same === undefined) waiting.set(key, [each]);
      else same.push(each);
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

/** What has no name of its own is called by its line, which moves when lines are added above. */
const nameKey = ({ kind, name, file, line }: FunctionSummary): string =>
  `${kind} ${file === null || line === null ? name : name.replace(` ${placeText({ file, line })}`, '')}`;

const fileName = (file: string | null): string => (file === null ? '' : baseName(file));
