// A command with those of its arguments that cannot be secrets.

import { nameOfFile } from './names.ts';

/** Commands whose first argument says what they do and is one of a few words, so it is not a secret. */
const WITH_VERBS = new Set([
  ...['git', 'npm', 'npx', 'pnpm', 'yarn', 'corepack', 'docker', 'podman', 'kubectl', 'helm', 'terraform'],
  ...['cargo', 'go', 'dotnet', 'pip', 'systemctl', 'apt', 'apt-get', 'brew', 'gh', 'aws', 'gcloud', 'az'],
]);
const VERB = /^[a-z][a-z-]{0,19}$/;
/** Only the name of an option. What follows `=`, or the next argument, is its value and may be a secret. */
const OPTION = /^(?:--[a-z][a-z-]{0,29}(?==|$)|-[A-Za-z]$)/;
const LONGEST = 60;

/** `git log --oneline …`: its name, its verb if it has one, and the names of its options; … for everything else. */
export function commandText(file: string, args: readonly string[]): string {
  const name = nameOfFile(file);
  const parts = args.map((argument, at) => {
    if (at === 0 && WITH_VERBS.has(name) && VERB.test(argument)) return argument;
    const option = OPTION.exec(argument)?.[0];
    return option === undefined || option.length === argument.length ? (option ?? '…') : `${option}=…`;
  });
  const text = [name]
    .concat(parts)
    .filter((part, at, all) => part !== '…' || all[at - 1] !== '…')
    .join(' ');
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 2).replace(/\s+\S*$/, '')} …`;
}
