// Settings of the memory allocator of a traced program.

/** glibc's variables for this. If the user has set one of them, it is left as it is. */
const DECIDED = ['MALLOC_ARENA_MAX', 'GLIBC_TUNABLES'];

/**
 * Variables for a traced program, which its tracer hides from it. glibc keeps a separate store of memory for each thread of a process, and
 * the memory that V8's threads need while they compile stays in theirs. With the tracer they compile some 40 functions more, and the stores
 * add up to 5 to 11 MiB more. With two stores that all threads share, that is 1 to 5 MiB.
 */
export function fewStores(env: NodeJS.ProcessEnv): Readonly<Record<string, string>> {
  if (process.platform !== 'linux' || DECIDED.some((name) => env[name] !== undefined)) return {};
  return { MALLOC_ARENA_MAX: '2' };
}
