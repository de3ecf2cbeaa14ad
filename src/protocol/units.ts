// The quantities that travel between folders, as branded numbers: a field's name ends in its unit, and its type says from which zero
// it counts.

declare const brand: unique symbol;
type Branded<T, Name extends string> = T & { readonly [brand]: Name };

/** Nanoseconds since the program's first instant under the tracer. A double holds them exactly for 104 days. */
export type Nanoseconds = Branded<number, 'Nanoseconds'>;

/** A row of the model's task table. It is never an id that a runtime gave. */
export type TaskIndex = Branded<number, 'TaskIndex'>;
export type RunIndex = Branded<number, 'RunIndex'>;
/** 0 is the program's main thread. */
export type ThreadIndex = Branded<number, 'ThreadIndex'>;

/** The position of a row in the chart, 0 at the top, after collapsing and sorting. */
export type RowIndex = Branded<number, 'RowIndex'>;

export const NS_PER_US = 1000;
export const NS_PER_MS = 1e6;
export const NS_PER_S = 1e9;

export const nanoseconds = (value: number): Nanoseconds => value as Nanoseconds;
export const msOf = (ns: number): number => ns / NS_PER_MS;
