// Source maps for debuggers that connect later than a file was loaded. Each text with markers names one, which is written only as soon as debuggers
// can connect (src/tracer/unseen/sessions/later.ts).

import { sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { numberOf } from './shared-markers.ts';

let folder = '';

/** `inFolder`: where the maps are to be; null for nowhere. V8 takes no URL that contains quotes. */
export function keepLaterMaps(inFolder: string | null): void {
  folder = inFolder === null ? '' : pathToFileURL(inFolder + sep).href.replaceAll("'", '%27');
}

/** Names no map. */
const NONE = 'data:,';

/**
 * The URL of the map that a file will have. The same file has the same in each run: Node's compile cache knows texts by all that is in them. Node
 * itself follows no such URL.
 */
export const laterMapOf = (path: string, source: string): string =>
  folder === ''
    ? NONE
    : `${folder}${numberOf(path, 31).toString(36)}-${numberOf(path, 0x01000193).toString(36)}-${source.length}.map`;

export const isLaterMap = (url: string): boolean =>
  url === NONE || (folder !== '' && url.startsWith(folder) && url.endsWith('.map'));
