// Real programs that leave something open, under way or unheard.

import { hiddenRejection } from './cases/hidden-rejection.ts';
import { leakedResource } from './cases/leaked-resource.ts';
import { orphanedSiblings } from './cases/orphaned-siblings.ts';
import { uncancelledTask } from './cases/uncancelled-task.ts';
import { unhandledRejection } from './cases/unhandled-rejection.ts';
import { describeCases } from './describe-cases.ts';

describeCases([hiddenRejection, leakedResource, orphanedSiblings, uncancelledTask, unhandledRejection]);
