// Real programs that await without need, one thing after the other, all at once, or never.

import { needlessAwait } from './cases/needless-await.ts';
import { neverAwaited } from './cases/never-awaited.ts';
import { neverSettled } from './cases/never-settled.ts';
import { sequentialAwaits } from './cases/sequential-awaits.ts';
import { unboundedConcurrency } from './cases/unbounded-concurrency.ts';
import { describeCases } from './describe-cases.ts';

describeCases([needlessAwait, neverAwaited, neverSettled, sequentialAwaits, unboundedConcurrency]);
