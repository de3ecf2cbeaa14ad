import { type Internals, internals } from '../runtime/internals.ts';

interface AsyncWrap {
  readonly async_id_fields: Float64Array;
  readonly constants: { readonly kAsyncIdCounter: number };
}

/** The first number of the tracer's own resources. No program makes that many. */
const FIRST = 2 ** 52;
let ours = FIRST;
export const isOurs = (id: number): boolean => id >= FIRST;

/**
 * Resources that are made from now on are the tracer's, until the returned function is called. They get numbers that no program reaches, so the
 * program's own have the numbers that they would have without the tracer.
 */
export function numberApart(node: Internals | null = internals()): () => void {
  if (node === null) return () => {};
  const { async_id_fields: fields, constants } = node.internalBinding<AsyncWrap>('async_wrap');
  const counter = constants.kAsyncIdCounter;
  const before = fields[counter] as number;
  fields[counter] = ours;
  return () => {
    ours = fields[counter] as number;
    fields[counter] = before;
  };
}
