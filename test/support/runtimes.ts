import { ensureRuntimes } from '../../scripts/setup/runtimes.mjs';

/** The Node versions to run a program on: `describe.each(runtimes())('on $name', …)`, skipped where path is null. */
export { openTelemetry, runtimes } from '../../scripts/setup/runtimes.mjs';

/** Global set-up of the traced-child tests. */
export default ensureRuntimes;
