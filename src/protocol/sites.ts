// Places in a program's text, as the tracer sends them: one table per file, several for a large file.

/** What stands at a place: definitions first, then the points where a task can be suspended. */
export type SiteKind =
  | 'module'
  | 'function'
  | 'generator'
  | 'callback'
  | 'await'
  | 'for-await'
  | 'yield'
  | 'return'
  /** Not a point of suspension: a call that has a marker. */
  | 'call';

/** Whose promise a member of a combination is. A function's name ('' if it has none): it is called right there, so nobody else has
 * its promise. A number: it is that parameter (from 0) of the waiting function, which uses the parameter for nothing else. Null: unknown. */
export type Member = string | number | null;

/** A call of the function `to`, which is given promises. `names` has, for each argument, the name ('' if it has none) of the function
 * that is called right there to make it, and null for any other argument. */
export interface GivenPromises {
  readonly to: string;
  readonly names: readonly (string | null)[];
}

/** What can be learnt about a place from the program's text. */
export interface SiteFacts {
  /**
   * For an await: other awaits of the same function (indices in this table) that may run before it, and whose result and effect it does not
   * need. In a loop it may list itself, meaning an earlier iteration.
   */
  readonly apart?: readonly number[];
  /** For a wait for a combination: whose promise each member is. The last entry holds for all further members too. */
  readonly members?: readonly Member[];
  /** For a wait for what a call returns: which promises the call is given. */
  readonly given?: GivenPromises;
  /**
   * For a wait for a promise that is made right there or has a name: the call to which the function that settles it was passed, in the
   * program's words: `socket.on('end')`.
   */
  readonly settledBy?: string;
  /** For an await: it is in a loop that no test ends (`for (;;)`), like that of a function that serves others. */
  readonly endless?: true;
  /**
   * For a module: its functions that return a combination of promises that they are given. For each member, the number of the parameter
   * that it is (null if it is none of them).
   */
  readonly combining?: Readonly<Record<string, readonly (number | null)[]>>;
  /** For a function: its callers drop the promise, as `forEach` does. */
  readonly dropped?: true;
  /** For an async function: it handles its own errors, so its promise may be ignored without losing one. */
  readonly safe?: true;
  /** For a function: it only settles a promise that is made around it, or aborts something. */
  readonly settles?: true;
  /**
   * For a function without a name: the call to which it is passed where it is written: `map`, or, if the call's first argument is a string,
   * with that: `get("/orders")`.
   */
  readonly handedTo?: string;
  /** Index into the table's `origins`: the file that it was written in, and that its line and column refer to. */
  readonly origin?: number;
}

/** `[kind, name, line, column, owner, facts]`: lines and columns from 1 in the file as its author wrote it; `name` is a
 * definition's name ('' for an anonymous one) or the awaited expression's text, shortened; `owner` is, for a
 * suspension point, the index in this table of the definition it stands in, otherwise -1. */
export type SiteRow = readonly [
  kind: SiteKind,
  name: string,
  line: number,
  column: number,
  owner: number,
  facts?: SiteFacts,
];

export interface SiteTable {
  /** Absolute path. */
  readonly file: string;
  /** For a file that was compiled from others: their absolute paths. */
  readonly origins?: readonly string[];
  /** The id of the first row; the others follow on. */
  readonly firstSite: number;
  /** How many places of the same file were sent before, in the ids right below `firstSite`. Indices count from the first of them. */
  readonly before?: number;
  readonly rows: readonly SiteRow[];
}
