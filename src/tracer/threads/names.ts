// Names of workers and processes. Arguments may be secrets, so only those that name a file are looked at; commands.ts says which others may be
// shown.

import { basename } from 'node:path';

/** The name of a worker: that of its file. Code given as text or as a `data:` URL has none. */
export function workerName(
  file: unknown,
  options: { readonly eval?: unknown; readonly name?: unknown },
): string {
  if (typeof options.name === 'string' && options.name !== '') return options.name.slice(0, LONGEST);
  if (options.eval) return '[eval]';
  const path = file instanceof URL ? file.href : String(file);
  return path.startsWith('data:') ? '[data]' : nameOfFile(path.replace(/[?#].*$/, ''));
}

/** The name of a process: its command, or the command that a shell is to run (`isShell`). */
export function commandName(file: string, args: readonly string[]): { name: string; isShell: boolean } {
  const name = nameOfFile(file);
  const at = args.findIndex((argument) => argument === '-c' || argument === '/c');
  const script = at < 0 || !SHELL.test(name) ? undefined : args[at + 1];
  return script === undefined
    ? { name, isShell: false }
    : { name: firstCommand(script) ?? name, isShell: true };
}

/** The name of this process: the script that it runs. */
export function ownName(): string {
  const { 1: script } = process.argv;
  if (script !== undefined) return nameOfFile(script);
  return (process as { _eval?: unknown })._eval === undefined ? nameOfFile(process.execPath) : '[eval]';
}

const SHELL = /^(?:\w*sh|cmd\.exe)$/i;
const LONGEST = 100;

export const nameOfFile = (path: string): string => (basename(path) || path).slice(0, LONGEST);

/** What a shell script begins with before its real command: `set -euo pipefail;`, `cd packages &&`. */
const PREPARATION = /^\s*(?:set|cd|export|shopt|umask|ulimit)\b[^;&|\n"'$`]*(?:;|&&|\n)(?=\s*\S)/;

/** The first word that is a command. Variables that are set for it may stand before it. */
function firstCommand(whole: string): string | null {
  let script = whole;
  for (let before = ''; before !== script; ) {
    before = script;
    script = script.replace(PREPARATION, '');
  }
  const word = /^\s*(?:\w+=(?:"[^"]*"|'[^']*'|[^\s"'])*\s+)*"?([\w./+@-]+)/.exec(script)?.[1];
  return word === undefined ? null : nameOfFile(word);
}
