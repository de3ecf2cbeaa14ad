// Files that are being loaded, packages' too: they hold the loop, and no task says so.

import { BlobKind, RecordType } from '../../protocol/events.ts';
import { pathInPackage } from '../../protocol/paths.ts';
import { tellLoading } from '../cost/own.ts';
import { put, putBlob } from '../sending/writer.ts';
import { moduleName } from './user-files.ts';

let isLoading = false;

/**
 * One is about to be read, compiled and, where `require` asks for it, run. What is imported runs when all of it is there: how long one file takes
 * is not known then, so that it goes without a name.
 */
export function beginsLoading(path: string, isRequired: boolean): void {
  isLoading = true;
  tellLoading();
  putBlob(BlobKind.loading, isRequired ? shortName(path) : '', 0);
}

/** A marker behind a statement that has called `require`: the program's code goes on. */
export function loaded(): void {
  if (!isLoading) return;
  isLoading = false;
  tellLoading();
  put(RecordType.loaded, 0, 0);
}

/** Of a package's file its path there: `typescript/lib/typescript.js`. */
const shortName = (path: string): string => pathInPackage(path, 'node_modules') ?? moduleName(path);
