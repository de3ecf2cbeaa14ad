// Set-up of the traced tests on one version of Node, which vitest.config.ts names for the project. They are skipped if that version could
// not be fetched.

import { beforeEach } from 'vitest';
import { runtimeUnderTest } from './program.ts';

beforeEach(({ skip }) => {
  if (runtimeUnderTest() === null) skip(`${process.env.LOOPSCOPE_TEST_RUNTIME} is not there`);
});
