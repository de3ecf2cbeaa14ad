import { type Internals, internals } from '../runtime/internals.ts';

interface AsyncWrap {
  readonly async_id_fields: Float64Array;
  /** How many hooks there are of each kind. */
  readonly async_hook_fields: Uint32Array;
  readonly constants: { readonly kAsyncIdCounter: number; readonly kInit: number };
}

/** The first number of the tracer's own resources. No program makes that many. */
const FIRST = 2 ** 52;
let ours = FIRST;
export const isOurs = (id: number): boolean => id >= FIRST;

/**
 * Resources that are made from now on are the tracer's, until the returned function is called. They get numbers that no program reaches, so the
 * program's own have the numbers that they would have without the tracer. And no hook hears that they are made.
 */
export function numberApart(node: Internals | null = internals()): () => void {
  if (node === null) return () => {};
  const wrap = node.internalBinding<AsyncWrap>('async_wrap');
  const { async_id_fields: fields, async_hook_fields: hooks } = wrap;
  const { kAsyncIdCounter: counter, kInit } = wrap.constants;
  const before = fields[counter] as number;
  const listening = hooks[kInit] as number;
  fields[counter] = ours;
  hooks[kInit] = 0;
  return () => {
    ours = fields[counter] as number;
    fields[counter] = before;
    hooks[kInit] = (hooks[kInit] as number) + listening;
  };
}
