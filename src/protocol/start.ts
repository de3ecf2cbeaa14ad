// What a recorder and the tracer that it starts agree on before there is a pipe.

/** The environment variable in which a process finds its tracer's settings. The tracer removes it before the program's first line. */
export const TRACER_VARIABLE = 'LOOPSCOPE_TRACER';

/** Makes Node load the program's script as `import` would. Then Node also asks the hooks for it, which compile it if need be. */
export const BY_IMPORT = '--import=data:text/javascript,';

/** Whether options of Node's limit a process's permissions. */
export const hasLimits = (options: string): boolean => /--(experimental[-_])?permission\b/.test(options);
