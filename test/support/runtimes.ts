import { ensureRuntimes } from '../../scripts/setup/runtimes.mjs';

/**
 * The versions of Node on which to run a program: `describe.each(runtimes())('on $name', …)`. A version with a null path is to be skipped.
 */
export { openTelemetry, runtimes } from '../../scripts/setup/runtimes.mjs';

/** Global set-up of the traced tests. */
export default ensureRuntimes;
