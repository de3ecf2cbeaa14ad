// Node's C++ reports each garbage collection to Node's JavaScript, which makes an entry of 4 KB for performance observers. Part of that (two getters
// and two setters with prototypes of their own) survives until the next full collection, and everything that survives brings V8 nearer to
// doubling its young generation. So the report is taken before that, and passed on only if the program observes collections itself.

import type { Internals } from './internals.ts';

type Told = (name: string, type: string, startMs: number, durationMs: number, details?: Details) => void;
interface Details {
  readonly kind?: number;
}
interface PerformanceBinding {
  /** Sets the one function that C++ calls. */
  setupObservers(told: Told): void;
  /** For each kind of entry, how many observers there are. */
  readonly observerCounts: Uint32Array;
  readonly constants: { readonly NODE_PERFORMANCE_ENTRY_TYPE_GC: number };
}

/** When a collection began on the clock of `performance.now()`, how long it took, and its kind by Node's numbers. */
export type CollectionHeard = (startMs: number, durationMs: number, kind: number | undefined) => void;

/** Calls the given function as long as anybody observes collections; false if Node has set up its own function before. */
export type HearCollections = (heard: CollectionHeard) => boolean;

/** How many observers of collections are the tracer's own: see pauses.ts. */
const OURS = 1;

/** To be called before anything has loaded `node:perf_hooks`, so that what that module sets up comes after ours. */
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
