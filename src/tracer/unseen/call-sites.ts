// Corrects the places that `util.getCallSites` tells (22.9 and later). It does not use `Error.prepareStackTrace`.

import { createRequire } from 'node:module';
import { replace, resemble } from '../names/watched.ts';
import { isHidden } from './hidden-frames.ts';
import { columnsFor } from './written-columns.ts';

/** What `util.getCallSites` returns for a frame. Newer Nodes have the column under two names. */
interface PlainSite {
  readonly functionName: string;
  readonly scriptName: string;
  lineNumber: number;
  column: number;
  columnNumber?: number;
}
type GetCallSites = (...args: unknown[]) => PlainSite[];

/** The largest number of frames that `util.getCallSites` takes. Whoever asks for all of them gets one or two less. */
const MOST_CALL_SITES = 200;
/** How many of the nearest frames may not be the program's: the tracer's own, and the one that async_hooks add. */
const HIDDEN_CALL_SITES = 2;

export function restoreCallSites(): void {
  // Not imported: a bundle reads all properties of a module that it imports as a whole. Reading some of `node:util`'s loads other modules,
  // which make the program's standard error.
  const util = createRequire(__filename)('node:util') as object;
  const before = Object.getOwnPropertyDescriptor(util, 'getCallSites');
  const original = before?.value as GetCallSites | undefined;
  if (before === undefined || typeof original !== 'function') return;
  const restored = function getCallSites(...args: unknown[]): PlainSite[] {
    // Node checks the arguments, and the number of frames that it returns is the number that the program wants.
    const { length } = Reflect.apply(original, undefined, args) as PlainSite[];
    const options = typeof args[0] === 'object' ? args[0] : args[1];
    const count = Math.min(length + HIDDEN_CALL_SITES, MOST_CALL_SITES);
    const told = original(count, options);
    const running = original(count, { sourceMap: false });
    return told
      .map((site, at) => restorePlace(site, running[at] as PlainSite))
      .filter((_, at) => !isOurs(running[at] as PlainSite))
      .slice(0, length);
  };
  replace(util, 'getCallSites', before, resemble(restored, original));
}

const isOurs = ({ scriptName, functionName }: PlainSite): boolean =>
  isHidden(scriptName, { getFunctionName: () => functionName });

/** `running` is where it is in the text that runs, which `site` is too unless Node has followed a map. */
function restorePlace(site: PlainSite, running: PlainSite): PlainSite {
  const { scriptName, lineNumber, column } = running;
  const followed = site.scriptName !== scriptName || site.lineNumber !== lineNumber || site.column !== column;
  const columns = followed ? null : columnsFor(scriptName);
  if (columns === null) return site;
  const place = columns.place(lineNumber, site.column);
  site.lineNumber = place.line;
  site.column = place.column;
  if (site.columnNumber !== undefined) site.columnNumber = site.column;
  return site;
}
