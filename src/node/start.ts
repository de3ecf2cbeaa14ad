// What a recorder and the tracer of Node that it starts agree on before there is a pipe.

/** The environment variable in which a process finds its tracer's settings. The tracer removes it before the program's first line. */
export const TRACER_VARIABLE = 'LOOPSCOPE_TRACER';

/** What identifies the program's standard output and error in the system; '' for one without such a name, or that nobody wants to know of. */
export type Outputs = readonly [stdout: string, stderr: string];

/** How a program is traced, in all its threads. */
export interface TraceOptions {
  /** Files that this Node cannot run are compiled for it: see src/tracer/loader/compiled/translation.ts. */
  readonly translates: boolean;
  /** Files under node_modules get markers, too. */
  readonly includesModules: boolean;
  /** The file with the tracer as this runtime has compiled it before; null for none. */
  readonly compiled: string | null;
  /** The folder where the markers of files are left for other threads, processes and runs; null for none. */
  readonly markers: string | null;
  /** The standard output and error that are recorded; `own`: those of the process that gets these settings. */
  readonly outputs: Outputs | 'own' | null;
  /** Nobody reads what is written there, so the bytes are sent as well. */
  readonly sendsOutput: boolean;
}

/** What a process finds in that variable, as JSON. */
export interface ProcessSettings {
  /** The descriptor of the pipe of the program's main thread; all other threads share one. */
  readonly fd?: number;
  /** The file for what Node prints of a crash; it does not exist yet. */
  readonly crashFile?: string;
  /** Descriptors that are not meant for the program, and what each stands for. */
  readonly inherited?: readonly (readonly [descriptor: number, target: string])[];
  /** Variables of its environment that are not meant for the program. */
  readonly added?: readonly string[];
  /** The path of the pipe that all other threads share; without it they are not traced. */
  readonly pipe?: string;
  /** The name of this process's start: see `ThreadStart`. */
  readonly start?: string;
  /** NODE_OPTIONS as the program is to see it; null for none. */
  readonly nodeOptions?: string | null;
  readonly options?: TraceOptions;
}
