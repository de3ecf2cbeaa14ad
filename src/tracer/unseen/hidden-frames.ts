import { callbacksHaveFrames } from '../runtime/listeners.ts';

/** Whether a frame is there only because of the tracer: the one that async_hooks add as soon as anybody listens, and those of markers. */
export const isHidden = (file: string | null, frame: { getFunctionName(): string | null }): boolean =>
  file === __filename ||
  (file === 'node:internal/async_hooks' &&
    frame.getFunctionName() === 'callbackTrampoline' &&
    !callbacksHaveFrames());
