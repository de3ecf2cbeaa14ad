import * as acorn from 'acorn';
import type { SiteRow } from '../../protocol/sites.ts';
import { CompiledFunctions } from './compiled/compiled.ts';
import { type Insertion, MarkedText, type WrittenBefore } from './marked-text.ts';
import { Marking } from './marking.ts';
import type { CountedBefore } from './places.ts';
import { CallSites } from './reading/call-sites.ts';
import { functionNames } from './reading/names.ts';
import { wrapperIn } from './top-level.ts';

export type ModuleKind = 'module' | 'commonjs';
/** A `script` is a text that `vm` runs as one: its declarations are global, and its last value is its result. */
export type TextKind = ModuleKind | 'script';

export interface Instrumented {
  readonly code: string;
  /** The sites. Their ids are consecutive, starting with what `takeSites` returned. */
  readonly rows: readonly SiteRow[];
  readonly firstSite: number;
  /** What was inserted, in no order. With it a column of `code` leads back to a column of the source. */
  readonly insertions: readonly Insertion[];
}

/**
 * Inserts the calls of markers.ts into a file without adding lines, so that line numbers stay right.
 *
 *     async function f(a) {                 async function f(a) {{var $ls=M.e(2,a)}try{
 *       const x = await g(a);        →        const x = M.r($ls,await M.a($ls,3, g(a)));
 *       return x;                             return M.t($ls,4, x);
 *     }                                     }catch($le){throw M.f($ls,$le)}finally{M.x($ls)}}
 *
 * Here `M` stands for the global `__loopscope`. Each insertion is between two vertical tabs (src/node/marker-text.ts). All ids are written
 * with the same length, so that the position of an insertion does not depend on them. `takeSites(n)` reserves n site ids and returns the first.
 * `parseable` is the source with spaces in place of types, which are not JavaScript: an offset means the same in both.
 * `before` says where a compiled file was written, `counted` how its lines and columns are counted.
 * Throws a SyntaxError if the file has one: the runtime reports it better than we could.
 */
export function instrument(
  source: string,
  kind: TextKind,
  moduleName: string,
  takeSites: (count: number) => number,
  parseable = source,
  before: WrittenBefore | null = null,
  counted?: CountedBefore,
): Instrumented {
  const program = acorn.parse(parseable, {
    ecmaVersion: 'latest',
    sourceType: kind,
    allowHashBang: true,
    preserveParens: true,
  });
  const names = functionNames(program, source);
  const compiled = new CompiledFunctions(program, names, source);
  const wrapper = kind === 'script' ? wrapperIn(program) : null;
  const calls = new CallSites(program, names, compiled, wrapper?.body);
  const firstSite = takeSites(calls.countSites(program));
  const text = new MarkedText(source, firstSite, before, counted);
  const marking = new Marking(text, program, names, calls, compiled, wrapper);
  marking.markModule(moduleName, kind === 'script');
  const { rows, insertions } = text;
  return { code: text.code(), rows, firstSite, insertions };
}
