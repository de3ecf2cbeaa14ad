// Stacks as the author would see them: the columns of their own lines, and no frame of Node's that is there because
// somebody listens to async_hooks.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Columns } from '../instrument/columns.ts';
import { instrument } from '../instrument/instrument.ts';
import { isTypeScript, withoutTypes } from '../loader/typescript.ts';
import { isUserFile, pathOfUrl } from '../loader/user-files.ts';
import { replace, resemble } from '../names/watched.ts';

type Prepare = (error: Error, sites: NodeJS.CallSite[]) => unknown;

/** Puts right what programs are told of stacks, before anybody else's code runs. */
export function restoreStacks(): void {
  // A stack that source maps have been applied to is in other terms than ours.
  const options = process.execArgv.concat(process.env.NODE_OPTIONS ?? '').join(' ');
  if (options.includes('--enable-source-maps')) return;
  restoreErrors();
  restoreCallSites();
}

/**
 * Formats stacks as Node does, with places put right. Node has its own function in `Error.prepareStackTrace` for
 * programs to call or replace (20.20 and later; where it is not, columns stay those of the instrumented line).
 */
function restoreErrors(): void {
  const before = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace');
  const format = before?.value as Prepare | undefined;
  if (before === undefined || typeof format !== 'function') return;
  const restored = (error: Error, sites: NodeJS.CallSite[]): unknown => {
    const isHiddenSite = (site: NodeJS.CallSite) => isHidden(site.getFileName(), site.getFunctionName());
    const ours = sites.some((site) => isHiddenSite(site) || columnsFor(site.getFileName()) !== null);
    if (!ours) return format(error, sites);
    const frames = sites.filter((site) => !isHiddenSite(site)).map(frame);
    return [String(format(error, [])), ...frames].join('\n    at ');
  };
  replace(Error, 'prepareStackTrace', before, resemble(restored, format));
}

/** What `util.getCallSites` gives for a frame; newer Nodes have the column under two names. */
interface PlainSite {
  readonly functionName: string;
  readonly scriptName: string;
  readonly lineNumber: number;
  column: number;
  columnNumber?: number;
}
type GetCallSites = (...args: unknown[]) => PlainSite[];

/** The most frames `util.getCallSites` can be asked for: whoever asks for them all gets one or two less. */
const MOST_CALL_SITES = 200;
/** Frames that may be among the nearest and are not the program's: our own, and what async_hooks calls through. */
const HIDDEN_CALL_SITES = 2;

/** Puts right what `util.getCallSites` tells (22.9 and later), which does not ask `Error.prepareStackTrace`. */
function restoreCallSites(): void {
  // Not imported: a bundle looks at all that it imports as a whole, and some of it is loaded by being looked at, and then
  // makes the program's standard error.
  const util = createRequire(__filename)('node:util') as object;
  const before = Object.getOwnPropertyDescriptor(util, 'getCallSites');
  const original = before?.value as GetCallSites | undefined;
  if (before === undefined || typeof original !== 'function') return;
  const restored = function getCallSites(...args: unknown[]): PlainSite[] {
    // Node looks at what it is asked; how many it gives is how many the program wants, if there are as many.
    const { length } = original(...args);
    const options = typeof args[0] === 'object' ? args[0] : args[1];
    const sites = original(Math.min(length + HIDDEN_CALL_SITES, MOST_CALL_SITES), options)
      .filter(({ scriptName, functionName }) => !isHidden(scriptName, functionName))
      .slice(0, length);
    const mapped = (options as { sourceMap?: boolean } | undefined)?.sourceMap === true;
    if (!mapped) sites.forEach(restoreColumn);
    return sites;
  };
  replace(util, 'getCallSites', before, resemble(restored, original));
}

function restoreColumn(site: PlainSite): void {
  const columns = columnsFor(site.scriptName);
  if (columns === null) return;
  site.column = columns.original(site.lineNumber, site.column);
  if (site.columnNumber !== undefined) site.columnNumber = site.column;
}

/** What async_hooks calls callbacks through, once anybody listens; and markers of ours. */
const isHidden = (file: string | null | undefined, fn: string | null): boolean =>
  file === __filename || (file === 'node:internal/async_hooks' && fn === 'callbackTrampoline');

function frame(site: NodeJS.CallSite): string {
  const text = String(site);
  const columns = columnsFor(site.getFileName());
  const line = site.getLineNumber();
  const column = site.getColumnNumber();
  if (columns === null || line === null || column === null) return text;
  return text.replace(/:\d+(\)?)$/, `:${columns.original(line, column)}$1`);
}

const known = new Map<string, Columns | null>();

function columnsFor(file: string | null | undefined): Columns | null {
  if (typeof file !== 'string' || file.startsWith('node:')) return null;
  let columns = known.get(file);
  if (columns === undefined) {
    columns = columnsOf(pathOfUrl(file) ?? file);
    known.set(file, columns);
  }
  return columns;
}

/** Instruments the file once more: only programs that look at a stack pay for it. */
function columnsOf(path: string): Columns | null {
  if (!isUserFile(path)) return null;
  try {
    const source = readFileSync(path, 'utf8');
    const parseable = isTypeScript(path) ? (withoutTypes(source) ?? source) : source;
    for (const kind of ['commonjs', 'module'] as const) {
      try {
        return new Columns(source, instrument(source, kind, '', () => 1, parseable).insertions);
      } catch {
        // The other kind, then.
      }
    }
  } catch {
    // Gone since, or no file at all: its columns stay.
  }
  return null;
}
