import type { ThreadKind } from '../../../protocol/payloads.ts';
import type { TaskIndex, ThreadIndex } from '../../../protocol/units.ts';

/** The program's main thread, a worker, or a process that the program started. */
export interface ThreadView {
  readonly thread: ThreadIndex;
  readonly kind: ThreadKind;
  /** A file's name or a command's. */
  readonly name: string;
  /** Its role, if that says more than its kind: `cluster worker`; otherwise ''. */
  readonly role: string;
  /** A process's command, with only those arguments that cannot be secrets; '' if unknown. */
  readonly command: string;
  /** `main`, `worker resize.mjs #1`, `child build.mjs pid 4711`. */
  readonly label: string;
  readonly pid: number | null;
  /** The task that started it; null for the main thread, and if unknown. */
  readonly starter: { readonly task: TaskIndex; readonly label: string } | null;
  readonly startNs: number;
  /** Null while it is not known to be over. */
  readonly endNs: number | null;
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** How many tasks it has; null for a process that is not traced. */
  readonly tasks: number | null;
}
