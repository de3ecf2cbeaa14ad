// The arguments with which Node starts a process, as far as they matter here: one object, or in newer versions several arguments.

export interface Spawn {
  readonly file: string;
  /** The command's arguments, without the command itself. */
  readonly args: readonly string[];
  /** `NAME=value`. */
  readonly environment: readonly string[];
  /** The folder it runs in. */
  readonly cwd: string;
  readonly isOtherUsers: boolean;
  /** The pipes through which it reads and writes. */
  readonly pipes: readonly object[];
  /** The descriptors of open files that it is given. */
  readonly descriptors: readonly number[];
}

interface SpawnOptions {
  readonly file?: unknown;
  readonly args?: unknown;
  readonly cwd?: unknown;
  readonly envPairs?: unknown;
  readonly uid?: unknown;
  readonly gid?: unknown;
  readonly stdio?: unknown;
}

/** Null if the arguments have an unknown shape: then they must not be touched. */
export function readSpawn(args: readonly unknown[]): Spawn | null {
  const { file, args: argv, cwd, envPairs, uid, gid, stdio } = optionsOf(args);
  if (typeof file !== 'string' || !Array.isArray(envPairs)) return null;
  return {
    file,
    args: Array.isArray(argv) ? argv.slice(1) : [],
    environment: envPairs as string[],
    cwd: typeof cwd === 'string' ? cwd : '',
    isOtherUsers: uid != null || gid != null,
    pipes: pipesOf(stdio),
    descriptors: descriptorsOf(stdio),
  };
}

/** The same arguments with another environment, and without some of the command's arguments. */
export function withChanged(
  args: readonly unknown[],
  envPairs: readonly string[],
  without: readonly string[],
): readonly unknown[] {
  const options = optionsOf(args);
  const argv = Array.isArray(options.args)
    ? options.args.filter((each) => !without.includes(each))
    : options.args;
  return isList(args)
    ? args.with(ARGUMENTS_AT, argv).with(ENVIRONMENT_AT, envPairs)
    : // Without a prototype, as Node's own: it would read what the program has put into `Object.prototype`.
      [{ __proto__: null, ...options, args: argv, envPairs }];
}

const ARGUMENTS_AT = 1;
const ENVIRONMENT_AT = 3;

const isList = (args: readonly unknown[]): boolean => typeof args[0] === 'string';

function optionsOf(args: readonly unknown[]): SpawnOptions {
  if (!isList(args)) return (args[0] ?? {}) as SpawnOptions;
  const { 0: file, 1: argv, 2: cwd, 3: envPairs, 4: stdio, 6: uid, 7: gid } = args;
  return { file, args: argv, cwd, envPairs, uid, gid, stdio };
}

function pipesOf(stdio: unknown): object[] {
  if (!Array.isArray(stdio)) return [];
  const handles = stdio.map((each: { handle?: unknown } | null) => each?.handle);
  return handles.filter((handle): handle is object => typeof handle === 'object' && handle !== null);
}

function descriptorsOf(stdio: unknown): number[] {
  if (!Array.isArray(stdio)) return [];
  const descriptors = stdio.map((each: { fd?: unknown } | null) => each?.fd);
  return descriptors.filter((descriptor) => typeof descriptor === 'number');
}
