import { ensureBuilt } from '../../scripts/setup.mjs';

/** Global set-up: the tests run what was built, so what was built has to be what the sources say. */
export default ensureBuilt;
