// What Node's C++ tells its own JavaScript of each garbage collection. Node makes an entry of it for whoever observes performance: 4 KB,
// of which some (two getters and two setters with prototypes of their own) are kept until the next full collection, and every one that
// survives so brings V8 nearer to doubling the young generation. So what it tells is taken before that, and handed on only where the
// program observes collections itself.

import type { Internals } from './internals.ts';

type Told = (name: string, type: string, startMs: number, durationMs: number, details?: Details) => void;
interface Details {
  readonly kind?: number;
}
interface PerformanceBinding {
  /** Takes one function, for all that C++ tells of. */
  setupObservers(told: Told): void;
  /** How many observers there are of each kind of entry. */
  readonly observerCounts: Uint32Array;
  readonly constants: { readonly NODE_PERFORMANCE_ENTRY_TYPE_GC: number };
}

/** When a collection began on the clock of `performance.now()`, how long it took, and its kind by Node's numbers. */
export type CollectionHeard = (startMs: number, durationMs: number, kind: number | undefined) => void;

/** Has that told as long as anybody observes it; false where Node has set up its own before us. */
export type HearCollections = (heard: CollectionHeard) => boolean;

/** Observers of collections that are the tracer's own: see pauses.ts. */
const OURS = 1;

/** To be called before anything has loaded `node:perf_hooks`: what that sets up then is put behind ours. */
export function catchCollections(node: Internals | null): HearCollections {
  if (node === null) return () => false;
  const binding = node.internalBinding<PerformanceBinding>('performance');
  const { setupObservers, observerCounts: counts, constants } = binding;
  const GC = constants.NODE_PERFORMANCE_ENTRY_TYPE_GC;
  let heard: CollectionHeard | null = null;
  let isCaught = false;
  binding.setupObservers = (theirs) => {
    binding.setupObservers = setupObservers;
    isCaught = true;
    setupObservers((name, type, startMs, durationMs, details) => {
      const isCollection = type === 'gc' && heard !== null;
      if (isCollection) heard?.(startMs, durationMs, details?.kind);
      if (!isCollection || (counts[GC] as number) > OURS) theirs(name, type, startMs, durationMs, details);
    });
  };
  return (tell) => {
    binding.setupObservers = setupObservers;
    if (isCaught) heard = tell;
    return isCaught;
  };
}
