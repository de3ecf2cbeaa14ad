// What Node tells a program as it ends. Not by listeners: those could be counted and taken off, and what the program's
// own do last would come after them.

import { EndCause, RecordType, Unhandled } from '../protocol/events.ts';
import { failModules } from './context.ts';
import { divertCrash, isCrashing, noteUncaught, noteUnhandled } from './crash.ts';
import { tellWithheld } from './withheld/own.ts';
import { blockedNs, closeWriter, put } from './writer.ts';

/** `isOver` is called once all of this thread's own events are sent. */
export function watchEndings(crashFile: string | null, isOver: () => void): void {
  const emit = process.emit as (...args: unknown[]) => boolean;
  // What `process.exit` comes down to; the types leave it out.
  const host = process as unknown as { reallyExit(code?: number): never };
  const exit = host.reallyExit;
  let over = false;
  let nothingLeft = false;
  const cause = (): EndCause => {
    if (isCrashing()) return EndCause.uncaught;
    return nothingLeft ? EndCause.nothingLeft : EndCause.other;
  };
  const sayBye = (code: number): void => {
    if (over) return;
    over = true;
    failModules(null);
    tellWithheld();
    put(RecordType.bye | (cause() << 8), code, Math.min(blockedNs() / 1e6, 0xffffffff));
    closeWriter();
    isOver();
  };
  const watched = {
    emit(this: unknown, ...args: unknown[]): boolean {
      const [event, detail, promise] = args;
      // Newer Nodes print the line of an unsettled top-level await before `exit`.
      if (event === 'beforeExit') divertCrash(crashFile);
      else if (event === 'uncaughtExceptionMonitor') noteUncaught(detail);
      else if (event === 'unhandledRejection') {
        const heard = process.listenerCount('unhandledRejection') > 0;
        noteUnhandled(promise, heard ? Unhandled.heard : Unhandled.unheard);
      } else if (event === 'rejectionHandled') noteUnhandled(detail, Unhandled.handledLater);
      const heard = Reflect.apply(emit, this, args);
      // Only now: a listener may end the program itself.
      if (event === 'beforeExit') nothingLeft = true;
      if (event === 'exit') {
        sayBye(Number(process.exitCode ?? detail));
        divertCrash(crashFile);
      }
      return heard;
    },
    /** Also from within a listener of `exit`, which then never returns. */
    reallyExit(this: unknown, code?: number): never {
      sayBye(code ?? 0);
      return Reflect.apply(exit, this, [code]);
    },
  };
  Object.defineProperty(process, 'emit', {
    value: watched.emit,
    configurable: true,
    writable: true,
    enumerable: false,
  });
  host.reallyExit = watched.reallyExit;
}
