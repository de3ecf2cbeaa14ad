// Set-up of the traced-child tests on one Node version, named by the project in vitest.config.ts: skipped where that
// version could not be fetched.

import { beforeEach } from 'vitest';
import { runtimeUnderTest } from './program.ts';

beforeEach(({ skip }) => {
  if (runtimeUnderTest() === null) skip(`${process.env.LOOPSCOPE_TEST_RUNTIME} is not there`);
});
