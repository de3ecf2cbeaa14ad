// Real programs that hold a loop, or make others wait for one.

import { blockedEventLoop } from './cases/blocked-event-loop.ts';
import { lateTimer } from './cases/late-timer.ts';
import { microtaskStarvation } from './cases/microtask-starvation.ts';
import { syncWait } from './cases/sync-wait.ts';
import { threadpoolSaturated } from './cases/threadpool-saturated.ts';
import { describeCases } from './describe-cases.ts';

describeCases([blockedEventLoop, lateTimer, microtaskStarvation, syncWait, threadpoolSaturated]);
