import { ensureRuntimes } from '../../scripts/runtimes.mjs';

/** The Node versions to run a program on: `describe.each(runtimes())('on $name', …)`, skipped where path is null. */
export { openTelemetry, runtimes } from '../../scripts/runtimes.mjs';

/** Global set-up of the traced-child tests. */
export default ensureRuntimes;
