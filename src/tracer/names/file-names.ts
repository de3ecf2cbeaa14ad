import { types } from 'node:util';
import { internals } from '../runtime/internals.ts';
import { shortened } from './abouts.ts';
import { nameOfDescriptor } from './open-files.ts';

/** The class of what `fs.promises.open` gives. Null if Node's internals cannot be reached: before a file was opened, nothing else leads to it. */
export const fileHandleClass = (): { readonly prototype: object } | null =>
  internals()?.requireBuiltin<{ FileHandle?: { readonly prototype: object } }>('internal/fs/promises')
    .FileHandle ?? null;

let handles: object | null = null;
let descriptorOf: ((this: unknown) => unknown) | undefined;

/** To be called before files are named that the program says by their handles. */
export function knowFileHandles(prototype: object): void {
  handles = prototype;
  descriptorOf = Object.getOwnPropertyDescriptor(prototype, 'fd')?.get;
}

const hrefOf = Object.getOwnPropertyDescriptor(URL.prototype, 'href')?.get;

/** Its path, as the program has written it. Also of a URL, a descriptor and a file's handle; '' for anything else. */
export function pathWritten(file: unknown): string {
  if (typeof file === 'string') return file;
  if (typeof file === 'number') return nameOfDescriptor(file);
  if (typeof file !== 'object' || file === null || types.isProxy(file)) return '';
  const prototype = Object.getPrototypeOf(file) as unknown;
  if (prototype !== URL.prototype)
    return prototype === handles ? nameOfDescriptor(descriptorOf?.call(file)) : '';
  const href = String(hrefOf?.call(file));
  const query = href.indexOf('?');
  return (query < 0 ? href : href.slice(0, query)).replace(/^file:\/\//, '');
}

/** The same, short enough for a name. */
export const fileName = (file: unknown): string => shortened(pathWritten(file));
