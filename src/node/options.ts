// Options of Node's that both a recorder and the tracer use or look for.

/** Makes Node load the program's script as `import` would. Then Node also asks the hooks for it, which compile it if need be. */
export const BY_IMPORT = '--import=data:text/javascript,';

/** Whether options limit a process's permissions. */
export const hasLimits = (options: string): boolean => /--(experimental[-_])?permission\b/.test(options);

/** Whether they name a policy, which lists all files that a process may load (Node 20). */
export const hasPolicy = (options: string): boolean =>
  /--(experimental[-_]policy|policy[-_]integrity)\b/.test(options);
