// Places in a program's text, as the tracer tells of them: a table a file, or several for a large one.

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
  /** Not a point of suspension: a call that is looked at. */
  | 'call';

/** The function (its name, '' for none) that is called right there, so that nobody else has its promise; the number of the
 * waiting function's parameter, which nothing else of it names, from 0; null where it cannot be told. */
export type Member = string | number | null;

/** A call `to` a function that is given promises: for each argument the function (its name, '' for none) that is called right there,
 * null for anything else. */
export interface GivenPromises {
  readonly to: string;
  readonly names: readonly (string | null)[];
}

/** What the text says of a place, where it says anything. */
export interface SiteFacts {
  /** Of an await: those of the same function (indices in this table) that may come before it, in an earlier turn of a
   * loop perhaps the same one, and that it needs neither the result nor the effect of. */
  readonly apart?: readonly number[];
  /** Of a wait for a combination: whose promise each member is. The last one holds for those that follow, too. */
  readonly members?: readonly Member[];
  /** Of a wait for what a call returns. */
  readonly given?: GivenPromises;
  /** Of a wait for a promise that is made right there, or by the name that is awaited: what the function that settles it was handed to,
   * in the program's words: `socket.on('end')`. */
  readonly settledBy?: string;
  /** Of a module: functions of it that return a combination of promises which they are given, each with the number of the
   * parameter that a member is (null for none of them). */
  readonly combining?: Readonly<Record<string, readonly (number | null)[]>>;
  /** Of a function: whoever calls it drops the promise, as `forEach` does. */
  readonly dropped?: true;
  /** Of an async function: it handles its errors itself, so that nobody has to take its promise because of them. */
  readonly safe?: true;
  /** Of a function without a name: the call that it is handed to where it is written: `map`, or with its first
   * argument, where that is a text, `get("/orders")`. */
  readonly handedTo?: string;
  /** Index in the table's `origins`: there it was written, and its line and column are. */
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
  /** Of a file that was compiled from others: which, as absolute paths. */
  readonly origins?: readonly string[];
  /** The id of the first row; the others follow on. */
  readonly firstSite: number;
  /** How many places of the same file were told before, right below `firstSite`: indices count from the first of all. */
  readonly before?: number;
  readonly rows: readonly SiteRow[];
}
