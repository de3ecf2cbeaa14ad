// Files that are being loaded, also those of packages. They hold the loop, and no task shows that.

import { BlobKind, RecordType } from '../../protocol/events.ts';
import { pathInPackage } from '../../protocol/paths.ts';
import { tellLoading } from '../cost/own.ts';
import { put, putBlob } from '../sending/writer.ts';
import { moduleName } from './user-files.ts';

let isLoading = false;

/** A file that `require` asks for is about to be read, compiled and run. */
export const beginsRequired = (path: string): void => begins(shortName(path));

/** An imported file is about to be read and compiled. It runs once all of them are there, so it is unknown how long a single file takes: no name is recorded. */
export const beginsImported = (): void => begins('');

function begins(name: string): void {
  isLoading = true;
  tellLoading();
  putBlob(BlobKind.loading, name, 0);
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
