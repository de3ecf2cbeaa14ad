import fc from 'fast-check';

/**
 * If a property fails, ever smaller recordings are tried, which once took twenty minutes. After this time it reports the smallest so far.
 * On a slow machine, fewer recordings are tried, so that the test's own limit is not reached.
 */
const LONGEST_MS = 15_000;

/** Each run tries other recordings, unless a seed is set. The message of a failure contains the seed. */
const seed = process.env.TEST_SEED;

fc.configureGlobal({ interruptAfterTimeLimit: LONGEST_MS, ...(seed ? { seed: Number(seed) } : {}) });
