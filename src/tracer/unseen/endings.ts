// Notices what Node tells a program as it ends. Not by listeners: the program could count and remove them, and what its own listeners do last
// would come after them.

import { EndCause, RecordType, Unhandled } from '../../protocol/events.ts';
import { tellTracing } from '../cost/own.ts';
import { watch, watchInherited } from '../names/watched.ts';
import { tellUnfinishedWork } from '../resources/resources.ts';
import { blockedNs, closeWriter, put } from '../sending/writer.ts';
import { calledByRuntime, failModules } from '../tasks/context.ts';
import { emitsMessage } from '../threads/messages.ts';
import { tellWithheld } from '../withheld/own.ts';
import { divertCrash, isCrashing, noteUncaught, printsLineAtOnce } from './crash.ts';
import { isOpened, writeLaterMaps } from './sessions/later.ts';
import { shownId } from './thread-ids.ts';
import { correctThrownLine, leaveThrownLine } from './thrown-lines.ts';
import { noteUnhandled, tellUnhandled } from './unhandled.ts';

/** Events that Node emits outside of any callback of the loop. */
const isByItself = (event: unknown): boolean =>
  event === 'beforeExit' ||
  event === 'exit' ||
  event === 'unhandledRejection' ||
  event === 'rejectionHandled';

function emits(event: unknown, detail: unknown, call: () => boolean): boolean {
  if (event === 'message') return emitsMessage(process, detail, call);
  return isByItself(event) ? calledByRuntime(call) : call();
}

/** `isOver` is called when the program is over, `last` when none of its code runs any more; `senderBegun` returns once the sending thread has begun. */
export function watchEndings(
  crashFile: string | null,
  isOver: () => void,
  last: () => void,
  senderBegun: () => void,
): void {
  let over = false;
  let nothingLeft = false;
  const cause = (): EndCause => {
    if (isCrashing()) return EndCause.uncaught;
    return nothingLeft ? EndCause.nothingLeft : EndCause.other;
  };
  /** The last moment before Node prints why the program ends. */
  const endsByItself = (): void => {
    if (printsLineAtOnce()) correctThrownLine();
    divertCrash(crashFile, senderBegun);
  };
  const sayBye = (code: number): void => {
    if (over) return;
    over = true;
    tellUnhandled();
    failModules();
    tellUnfinishedWork();
    tellWithheld();
    tellTracing();
    put(RecordType.bye | (cause() << 8), code, Math.min(blockedNs() / 1e6, 0xffffffff));
    closeWriter();
    isOver();
  };
  watchInherited(process, 'emit', (call, args) => {
    const event = args[0];
    const detail = args[1];
    // Newer Nodes print the line of an unsettled top-level await before `exit`.
    if (event === 'beforeExit') endsByItself();
    else if (isOpened(event, detail)) writeLaterMaps();
    else if (event === 'uncaughtExceptionMonitor') noteUncaught(detail, args[2] === 'unhandledRejection');
    // A handler may throw, too.
    else if (event === 'uncaughtException') correctThrownLine();
    else if (event === 'unhandledRejection') {
      const heard = process.listenerCount('unhandledRejection') > 0;
      noteUnhandled(args[2], heard ? Unhandled.heard : Unhandled.unheard, detail);
    } else if (event === 'rejectionHandled') noteUnhandled(detail, Unhandled.handledLater);
    // A message that was sent to a thread by number comes with the number of the thread that sent it.
    if (event === 'workerMessage') (args as unknown[])[2] = shownId(args[2]);
    const heard = emits(event, detail, call as () => boolean);
    if (event === 'uncaughtException') leaveThrownLine();
    if (event === 'uncaughtException' || (event === 'unhandledRejection' && heard)) tellUnhandled();
    // Only now, because a listener may end the program itself.
    if (event === 'beforeExit') nothingLeft = true;
    if (event === 'exit') {
      sayBye(Number(process.exitCode ?? detail));
      last();
      endsByItself();
    }
    return heard;
  });
  // `process.exit` ends in this function, also if it is called within a listener of `exit`, which then never returns.
  watch(process, 'reallyExit', (call, args) => {
    sayBye(Number(args[0] ?? 0));
    last();
    return call();
  });
}
