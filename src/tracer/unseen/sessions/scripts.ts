// What a session of the inspector says of scripts, and how it leads to what the author wrote.

import { withoutMarkers } from '../../../node/marker-text.ts';
import type { Columns } from '../../instrument/columns.ts';
import { type Place, Places } from '../../instrument/places.ts';
import { withoutAppended } from '../../loader/compiled/source-map.ts';
import { mayBeLoadedElsewhere, runningOf, type Texts } from '../../loader/remembered.ts';
import { pathOfUrl } from '../../loader/user-files.ts';
import { OWN_SCRIPTS } from '../own-scripts.ts';
import { textsAnywhere } from '../written-columns.ts';

/** What the inspector says of a script when it is parsed. */
export interface Script {
  readonly scriptId: string;
  readonly url: string;
  readonly hash: string;
  sourceMapURL?: string;
}

/** What is known of a script with markers. */
export interface MarkedScript extends Texts {
  readonly columns: Columns;
  /** Where the author's text ends. */
  readonly end: Place;
}

/** The scripts of one thread, as far as a session has been told of them. */
export class Scripts {
  readonly #byId = new Map<string, Script>();
  readonly #marked = new Map<string, MarkedScript | null>();
  readonly #list: () => Iterable<Script>;
  readonly #isElsewhere: boolean;

  /** `list`: makes the inspector list all scripts, of a thread that is this one unless it `isElsewhere`. */
  constructor(list: () => Iterable<Script>, isElsewhere: boolean) {
    this.#list = list;
    this.#isElsewhere = isElsewhere;
  }

  add(script: Script): void {
    this.#byId.set(script.scriptId, script);
  }

  get(scriptId: string): Script | undefined {
    if (!this.#byId.has(scriptId)) for (const script of this.#list()) this.add(script);
    return this.#byId.get(scriptId);
  }

  /** Null if it has no markers. `url`: the script's, if that is known. */
  marked(scriptId: string, url: string | undefined): MarkedScript | null {
    if (url !== undefined && url !== '' && pathOfUrl(url) === null) return null;
    const key = scriptId || String(url);
    let marked = this.#marked.get(key);
    if (marked === undefined) {
      marked = this.#find(scriptId, url || this.get(scriptId)?.url);
      this.#marked.set(key, marked);
    }
    return marked;
  }

  #find(scriptId: string, url: string | undefined): MarkedScript | null {
    const found = this.#texts(scriptId, url);
    return found === null ? null : { ...found, end: new Places(found.source).at(found.source.length) };
  }

  #texts(scriptId: string, url: string | undefined): Omit<MarkedScript, 'end'> | null {
    const path = pathOfUrl(url ?? '');
    if (path === null) return null;
    if (this.#isElsewhere) return textsAnywhere(path);
    const running = runningOf(path, () => this.get(scriptId)?.hash);
    if (running === null) return mayBeLoadedElsewhere() ? textsAnywhere(path) : null;
    const { columns, text } = running;
    if (columns === null) return null;
    // Types are removed from a text after it got its markers, and leave blanks.
    return text === null ? textsAnywhere(path) : { columns, marked: text, source: written(text) };
  }
}

export const isOwn = (url: unknown): boolean => typeof url === 'string' && url.startsWith(OWN_SCRIPTS);

/** The text of a script as its author wrote it. */
export const written = (text: string): string => withoutAppended(withoutMarkers(text));
