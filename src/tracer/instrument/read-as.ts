import type { TextKind } from './instrument.ts';

/** Reads a text as what it is, or, if that is unknown, as what it may be. */
export function readAs<Read>(kind: TextKind | null, as: (kind: TextKind) => Read): Read {
  if (kind !== null) return as(kind);
  try {
    return as('commonjs');
  } catch {
    return as('module');
  }
}
