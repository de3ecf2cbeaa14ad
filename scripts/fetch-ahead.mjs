// node scripts/fetch-ahead.mjs STEP
// Fetches what that step of `npm test` needs and the steps before it do not. The network is waited for while those run.
// What cannot be had is named here, and the step finds it missing.

import { runMain } from './say.mjs';
import { ensureRuntimes } from './setup/runtimes.mjs';
import { ensureElectron } from './setup.mjs';

const [step] = process.argv.slice(2);
await runMain(async () => {
  if (step === 'traced') await ensureRuntimes();
  if (step === 'e2e') await ensureElectron();
});
