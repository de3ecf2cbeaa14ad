/** What the names of the tracer's scripts begin with, its bundles' (scripts/bundles.mjs) as well: debuggers do not step into the runtime's own. */
export const OWN_SCRIPTS = 'node:internal/loopscope/';

/** The text of a script that the tracer compiles, called so. */
export const ownScript = (text: string): string => `${text}\n//# sourceURL=${OWN_SCRIPTS}made\n`;
