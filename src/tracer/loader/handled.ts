// A handler that the program has put into `require.extensions` (tsx, ts-node, Babel) compiles a file and hands the result to the module's
// `_compile`. There it gets its markers, after the handler has seen, checked and kept what the author wrote.
//
// This adds a frame to each stack. It is not shown, but counts among the frames that V8 takes, so this is done only if there are such
// handlers.

import { Module } from 'node:module';
import { extname } from 'node:path';
import { callUnseen } from '../frame-limit.ts';
import { resemble, watch } from '../names/watched.ts';
import { moduleKind } from './module-kind.ts';
import { prepareCompiled, type Tables } from './prepare.ts';
import { isUserFile } from './user-files.ts';

export type Handler = (module: Module, filename: string) => void;
export type Compile = (this: Module, source: string, filename: string, format?: unknown) => unknown;

interface Internals {
  readonly _extensions: Record<string, Handler>;
  readonly prototype: { _compile: Compile };
}
export const { _extensions: extensions, prototype } = Module as unknown as Internals;

let own: Readonly<Record<string, Handler>> = {};

/** Notes Node's own handlers: all others from now on are the program's. */
export function rememberHandlers(): void {
  own = { ...extensions };
}

/** Whether the program has replaced Node's handler for such files. */
export function isHandled(path: string): boolean {
  const extension = extname(path) in extensions ? extname(path) : '.js';
  return extensions[extension] !== own[extension];
}

/** Inserts markers into what a handler has made of a user's file, and calls `compile` with that. */
export function marking(compile: Compile, handled: (path: string) => boolean, tables: Tables): Compile {
  const fn = function (this: Module, ...args: [source: string, path: string, format?: unknown]) {
    const { 0: source, 1: path, 2: format } = args;
    if (typeof source === 'string' && typeof path === 'string' && isUserFile(path) && handled(path)) {
      args[0] = prepareCompiled(source, path, moduleKind(format as string) ?? 'commonjs', tables);
    }
    return callUnseen(compile, this, args);
  };
  return resemble(fn, compile);
}

const compile = prototype._compile;
let marks: Compile | null = null;

/**
 * Newer Nodes look up `_nodeModulePaths` right before they ask for a module's handler, so `_compile` is replaced then: the handler may look it up
 * as the first thing it does. A `_compile` of the program's stays, as the program may check that it is still there.
 */
export function markHandled(tables: Tables): void {
  watch(Module, '_nodeModulePaths', (call) => {
    if (prototype._compile === compile && hasHandlers()) {
      marks ??= marking(compile, isHandled, tables);
      prototype._compile = marks;
    }
    return call();
  });
}

function hasHandlers(): boolean {
  for (const extension in extensions) if (extensions[extension] !== own[extension]) return true;
  return false;
}

/** Calls `show` with Node's own `_compile` in its place: while a stack is shown, V8 names a frame by where its function stands. */
export function withUnmarked<T>(show: () => T): T {
  if (marks === null || prototype._compile !== marks) return show();
  prototype._compile = compile;
  try {
    return show();
  } finally {
    prototype._compile = marks;
  }
}
