import { baseName } from '../details/labels.ts';
import { installedPath } from '../languages/index.ts';

/**
 * The part of each path in which a search looks. The folder that contains all of the user's files is left out, because a word in its name
 * would find every task, and so are the folders above a package.
 */
export class SearchedPaths {
  readonly #files: readonly string[];
  #looked = 0;
  /** With its slash; null before the first file. */
  #folder: string | null = null;

  /** `files` may grow. */
  constructor(files: readonly string[]) {
    this.#files = files;
  }

  /** Takes in new files; returns whether that changes the part of others. */
  update(): boolean {
    const before = this.#folder;
    for (; this.#looked < this.#files.length; this.#looked++) {
      const file = this.#files[this.#looked]!;
      if (installedPath(file) !== null) continue;
      this.#folder ??= folderOf(file);
      while (!file.startsWith(this.#folder)) this.#folder = folderOf(this.#folder.slice(0, -1));
    }
    return before !== this.#folder;
  }

  /** `routes/users.mjs`, `express/lib/router/index.js`. */
  of(file: string): string {
    return installedPath(file) ?? file.slice(this.#folder?.length ?? 0);
  }
}

/** The folder with its slash; '' if there is none. */
const folderOf = (path: string): string => path.slice(0, path.length - baseName(path).length);
