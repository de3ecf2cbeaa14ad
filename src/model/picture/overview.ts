import { TaskState } from '../events/transitions.ts';
import type { Model } from '../model.ts';
import { BUSY } from '../tables/activity.ts';
import type { Overview } from '../view-types.ts';

/** Activity from the program's start to the last moment known, in `bins` parts of equal width. */
export function overview(model: Model, bins: number): Overview {
  const { activity } = model.tables;
  const toNs = model.endNs;
  const lane = (number: number): Float32Array =>
    toNs > 0 ? activity.means(number, 0, toNs, bins) : new Float32Array(bins);
  return {
    fromNs: 0,
    toNs,
    running: lane(TaskState.running),
    ready: lane(TaskState.ready),
    suspended: lane(TaskState.suspended),
    busy: lane(BUSY),
  };
}
