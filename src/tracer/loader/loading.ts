// Files that are being loaded, also those of packages. They hold the loop, and no task shows that.

import { BlobKind, RecordType } from '../../protocol/events.ts';
import { pathInPackage } from '../../protocol/paths.ts';
import { tellLoading } from '../cost/own.ts';
import { put, putBlob } from '../sending/writer.ts';
import { moduleName } from './user-files.ts';

let isLoading = false;

/**
 * A file is about to be read, compiled and, if `require` asks for it, run. Imported files run once all of them are there. Then it is unknown how
 * long a single file takes, so its name is not recorded.
 */
export function beginsLoading(path: string, isRequired: boolean): void {
  isLoading = true;
  tellLoading();
  putBlob(BlobKind.loading, isRequired ? shortName(path) : '', 0);
}

/** The marker behind a statement that has called `require`: the program's code goes on. */
export function loaded(): void {
  if (!isLoading) return;
  isLoading = false;
  tellLoading();
  put(RecordType.loaded, 0, 0);
}

/** The name of a file; for a package's file its path there: `typescript/lib/typescript.js`. */
const shortName = (path: string): string => pathInPackage(path, 'node_modules') ?? moduleName(path);
