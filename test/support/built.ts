import { ensureBuilt } from '../../scripts/setup.mjs';

/** Global set-up: builds what is out of date, because the tests run the built files. */
export default ensureBuilt;
