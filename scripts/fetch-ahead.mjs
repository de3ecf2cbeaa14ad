// node scripts/fetch-ahead.mjs STEP…
// Fetches what those steps of `npm test` need and the steps before them do not. The network is waited for while those run.
// What cannot be had says so here, and its step finds it missing.

import { runMain } from './say.mjs';
import { ensureRuntimes } from './setup/runtimes.mjs';
import { ensureElectron } from './setup.mjs';

const steps = process.argv.slice(2);
await runMain(async () => {
  if (steps.includes('traced')) await ensureRuntimes();
  if (steps.includes('e2e')) await ensureElectron();
});
