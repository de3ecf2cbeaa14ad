import fc from 'fast-check';

/**
 * A property that fails is looked at in ever smaller recordings, which once took twenty minutes: after this long it tells of the smallest
 * until then. On a slow machine it looks at fewer recordings instead of running into the test's own limit.
 */
const LONGEST_MS = 15_000;

/** Each run looks at other recordings, except where a number is set; the message of a failure says which ones it looked at. */
const seed = process.env.TEST_SEED;

fc.configureGlobal({ interruptAfterTimeLimit: LONGEST_MS, ...(seed ? { seed: Number(seed) } : {}) });
