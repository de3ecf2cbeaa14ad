// What `util.getCallSites` tells (22.9 and later), which does not ask `Error.prepareStackTrace`.

import { createRequire } from 'node:module';
import { replace, resemble } from '../names/watched.ts';
import { isHidden } from './hidden-frames.ts';
import { columnsFor } from './written-columns.ts';

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

export function restoreCallSites(): void {
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
    const count = Math.min(length + HIDDEN_CALL_SITES, MOST_CALL_SITES);
    const told = original(count, options);
    const running = original(count, { sourceMap: false });
    return told
      .map((site, at) => restoreColumn(site, running[at] as PlainSite))
      .filter((_, at) => !isOurs(running[at] as PlainSite))
      .slice(0, length);
  };
  replace(util, 'getCallSites', before, resemble(restored, original));
}

const isOurs = ({ scriptName, functionName }: PlainSite): boolean =>
  isHidden(scriptName, { getFunctionName: () => functionName });

/** `running` is where it is in the text that runs, which `site` is too unless Node has followed a map. */
function restoreColumn(site: PlainSite, running: PlainSite): PlainSite {
  const { scriptName, lineNumber, column } = running;
  const followed = site.scriptName !== scriptName || site.lineNumber !== lineNumber || site.column !== column;
  const columns = followed ? null : columnsFor(scriptName);
  if (columns === null) return site;
  site.column = columns.original(lineNumber, site.column);
  if (site.columnNumber !== undefined) site.columnNumber = site.column;
  return site;
}
