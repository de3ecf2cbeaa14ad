// What `yield` stands for in a generator that a compiler has made of an async one. A helper runs the generator, and tells what was an `await`
// by the object that another helper makes:
//
//     yield __await(x)              await x                    TypeScript; `new __await(x)` esbuild, `_awaitAsyncGenerator(x)` Babel, SWC
//     yield yield __await(x)        yield x                    TypeScript; the others: `yield x`
//     yield __await(yield* __asyncDelegator(__asyncValues(x)))        yield* x        TypeScript; the others without the `__await`
//     return yield __await(x)       return x                   TypeScript; the others: `return x`

import type * as acorn from 'acorn';
import { unwrapped } from '../reading/names.ts';
import { helperName } from './helper-names.ts';

const AWAITS = /^_*(await|awaitAsyncGenerator|await_async_generator)\d*$/;
const PASSES_ON =
  /^_*(asyncDelegator|asyncValues|yieldStar|asyncGeneratorDelegate|async_generator_delegate|asyncIterator|async_iterator)\d*$/;

const MAKES_PROMISES = /^_*(yieldStar|asyncGeneratorDelegate|async_generator_delegate)\d*$/;

export type Meaning =
  /** `value`: what is awaited, or yielded; null for none. */
  | { readonly kind: 'await' | 'yield'; readonly value: acorn.Expression | null }
  /** `stands`: the `yield*`. `iterable`: what the author delegated to. `makesPromises`: see `delegateByHelper` in src/tracer/markers/generators.ts. */
  | {
      readonly kind: 'delegate';
      readonly stands: acorn.YieldExpression & { readonly argument: acorn.Expression };
      readonly iterable: acorn.AnyNode;
      readonly makesPromises: boolean;
    };

export function meaningOf(node: acorn.YieldExpression): Meaning {
  const given = node.argument == null ? null : unwrapped(node.argument);
  if (isDelegating(node)) return delegating(node);
  if (given === null) return { kind: 'yield', value: null };
  const awaited = awaitedBy(given);
  if (awaited !== undefined) {
    const inner = awaited === null ? null : unwrapped(awaited);
    return inner !== null && isDelegating(inner) ? delegating(inner) : { kind: 'await', value: awaited };
  }
  const yielded =
    given.type === 'YieldExpression' && given.argument != null
      ? awaitedBy(unwrapped(given.argument))
      : undefined;
  return { kind: 'yield', value: yielded === undefined ? (node.argument ?? null) : yielded };
}

type Delegating = acorn.YieldExpression & { readonly argument: acorn.Expression };

const isDelegating = (node: acorn.AnyNode): node is Delegating =>
  node.type === 'YieldExpression' && node.delegate && node.argument != null;

function delegating(stands: Delegating): Meaning {
  let iterable: acorn.AnyNode = unwrapped(stands.argument);
  const makesPromises =
    iterable.type === 'CallExpression' && MAKES_PROMISES.test(helperName(iterable.callee));
  while (iterable.type === 'CallExpression' && PASSES_ON.test(helperName(iterable.callee))) {
    const [passed] = iterable.arguments;
    if (passed === undefined) break;
    iterable = unwrapped(passed);
  }
  return { kind: 'delegate', stands, iterable, makesPromises };
}

/** What is handed to the helper that says that it is awaited, null for nothing; undefined for any other expression. */
function awaitedBy(node: acorn.AnyNode): acorn.Expression | null | undefined {
  if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return undefined;
  if (!AWAITS.test(helperName(node.callee))) return undefined;
  const [value] = node.arguments;
  if (value?.type === 'SpreadElement') return undefined;
  return value ?? null;
}
