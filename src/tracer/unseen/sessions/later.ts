// Debuggers that connect to a program that runs already (SIGUSR1, `inspector.open()`). What they show of the files that were loaded before is in the
// maps that these files name.

import * as fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { mapOfWritten } from '../../loader/compiled/source-map.ts';
import { isLaterMap } from '../../loader/later-maps.ts';
import { pathOfUrl } from '../../loader/user-files.ts';
import { ownValue } from '../../names/own-value.ts';
import { type Script, Scripts } from './scripts.ts';
import { scriptsHere } from './sessions.ts';

// Taken before the program can replace them.
const { renameSync, writeFileSync } = fs;

/** What Node emits on `process` as its inspector begins to listen, and before it answers anybody. */
export const isOpened = (event: unknown, detail: unknown): boolean =>
  event === 'internalMessage' && ownValue(detail, 'cmd') === 'NODE_DEBUG_ENABLED';

/** Writes the maps of all files that are loaded. */
export function writeLaterMaps(): void {
  const all = scriptsHere();
  const scripts = new Scripts(() => all, false);
  for (const script of all) if (isLaterMap(script.sourceMapURL ?? '')) writeMap(script, scripts);
}

function writeMap({ scriptId, url, sourceMapURL = '' }: Script, scripts: Scripts): void {
  const marked = scripts.marked(scriptId, url);
  const path = pathOfUrl(url);
  if (marked === null || path === null || !sourceMapURL.startsWith('file:')) return;
  try {
    const file = fileURLToPath(sourceMapURL);
    const unfinished = `${file}.${process.pid}`;
    writeFileSync(unfinished, JSON.stringify(mapOfWritten(marked.source, path, marked.columns)), {
      mode: 0o600,
    });
    renameSync(unfinished, file);
  } catch {
    // The folder is gone, or full: the debugger shows the text with markers.
  }
}
