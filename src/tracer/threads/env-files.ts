// The options of Node that a child process takes from a file with `--env-file`. It takes none from there if its environment has some, and the
// tracer's are some.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

const OPTION = /^--env-file(?:-if-exists)?(?:=(.*))?$/s;

type ParseEnv = (text: string) => Readonly<Record<string, string | undefined>>;

/** `NODE_OPTIONS` from the last file that has it, as Node reads them (20.12 and later); null for none. `args`: without the command itself. */
export function optionsInFiles(args: readonly string[], cwd: string): string | null {
  let options: string | null = null;
  for (let at = 0; at < args.length && args[at] !== '--'; at++) {
    const option = OPTION.exec(args[at] as string);
    const path = option === null ? undefined : (option[1] ?? args[at + 1]);
    if (path !== undefined) options = optionsIn(resolve(cwd, path)) ?? options;
  }
  return options;
}

function optionsIn(file: string): string | null {
  const { parseEnv } = createRequire(__filename)('node:util') as { readonly parseEnv?: ParseEnv };
  try {
    return parseEnv?.(readFileSync(file, 'utf8')).NODE_OPTIONS ?? null;
  } catch {
    // Node says what is wrong with the file.
    return null;
  }
}
