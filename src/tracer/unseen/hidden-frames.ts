/** Frames that are there because of the tracer: what async_hooks calls through, once anybody listens, and markers. */
export const isHidden = (file: string | null, frame: { getFunctionName(): string | null }): boolean =>
  file === __filename ||
  (file === 'node:internal/async_hooks' && frame.getFunctionName() === 'callbackTrampoline');
