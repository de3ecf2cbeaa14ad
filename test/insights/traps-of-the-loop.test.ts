// What holds a loop, or makes others wait for one: on real programs.

import { blockedEventLoop } from './cases/blocked-event-loop.ts';
import { lateTimer } from './cases/late-timer.ts';
import { microtaskStarvation } from './cases/microtask-starvation.ts';
import { syncWait } from './cases/sync-wait.ts';
import { threadpoolSaturated } from './cases/threadpool-saturated.ts';
import { describeCases } from './describe-cases.ts';

describeCases([blockedEventLoop, lateTimer, microtaskStarvation, syncWait, threadpoolSaturated]);
