/** A function's place on the stack: its file, and how many frames are below it. */
export interface StackPlace {
  readonly file: string;
  readonly depth: number;
}

/** Where a module's top level runs. */
export interface ModulePlace {
  /** With depth 0 once it has awaited. */
  readonly at: StackPlace;
  /** What called Node's loader; null if that did so by itself. */
  readonly requirer: StackPlace | null;
  /** The name by which the loader of imports knows it; null if that does not. */
  readonly url: string | null;
  /** The last promise that was made before, if nothing has run since. It is the module's own if the module awaits: V8 makes it right before. */
  readonly root: object | null;
}
