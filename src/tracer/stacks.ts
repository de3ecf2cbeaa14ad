// Stacks as the author would see them: the columns of their own lines, and no frame of Node's that is there because
// somebody listens to async_hooks.

import { readFileSync } from 'node:fs';
import { Columns } from './instrument/columns.ts';
import { instrument } from './instrument/instrument.ts';
import { isTypeScript, withoutTypes } from './loader/typescript.ts';
import { isUserFile, pathOfUrl } from './loader/user-files.ts';
import { replace, resemble } from './names/watched.ts';

type Prepare = (error: Error, sites: NodeJS.CallSite[]) => unknown;

/**
 * Formats stacks as Node does, with places put right. Node has its own function in `Error.prepareStackTrace` for
 * programs to call or replace (20.20 and later; where it is not, columns stay those of the instrumented line).
 */
export function restoreStacks(): void {
  const before = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace');
  const format = before?.value as Prepare | undefined;
  const mapped = process.execArgv.concat(process.env.NODE_OPTIONS ?? '').join(' ');
  // A stack that source maps have been applied to is in other terms than ours.
  if (before === undefined || typeof format !== 'function' || mapped.includes('--enable-source-maps')) return;
  const restored = (error: Error, sites: NodeJS.CallSite[]): unknown => {
    const ours = sites.some((site) => isHidden(site) || columnsFor(site) !== null);
    if (!ours) return format(error, sites);
    const frames = sites.filter((site) => !isHidden(site)).map(frame);
    return [String(format(error, [])), ...frames].join('\n    at ');
  };
  replace(Error, 'prepareStackTrace', before, resemble(restored, format));
}

/** What async_hooks calls callbacks through, once anybody listens; and markers of ours. */
const isHidden = (site: NodeJS.CallSite): boolean =>
  site.getFileName() === __filename ||
  (site.getFileName() === 'node:internal/async_hooks' && site.getFunctionName() === 'callbackTrampoline');

function frame(site: NodeJS.CallSite): string {
  const text = String(site);
  const columns = columnsFor(site);
  const line = site.getLineNumber();
  const column = site.getColumnNumber();
  if (columns === null || line === null || column === null) return text;
  return text.replace(/:\d+(\)?)$/, `:${columns.original(line, column)}$1`);
}

const known = new Map<string, Columns | null>();

function columnsFor(site: NodeJS.CallSite): Columns | null {
  const file = site.getFileName();
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
