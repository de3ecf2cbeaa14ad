import { type Internals, internals } from '../runtime/internals.ts';

interface AsyncWrap {
  readonly async_id_fields: Float64Array;
  readonly constants: { readonly kAsyncIdCounter: number };
}

/** No program makes that many resources. */
let ours = 2 ** 52;

/**
 * Resources that are made from now on are ours, and get numbers that no program reaches: its own are what they would be. Until what is
 * returned is called.
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
