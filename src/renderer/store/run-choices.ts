// How a script is to be run: the user's choices, and what is remembered of them.

import type { RunOptions, Session } from '../../protocol/bridge.ts';
import { main } from '../bridge.ts';
import { joinArguments, splitArguments } from '../text/arguments.ts';
import { folderOf } from '../text/format.ts';
import { NO_CHOICES, type RunChoices, useUi } from './ui-store.ts';

export const optionsOf = ({ argumentText, cwd, env }: RunChoices): RunOptions => ({
  args: splitArguments(argumentText),
  cwd,
  env,
});

/** How a script was run last, overridden by `said`. */
export function choicesFor(path: string, said: Partial<RunOptions> = {}): RunChoices {
  const known = useUi.getState().app?.settings.runOptions[path];
  const { args, cwd, env } = { ...NO_CHOICES, args: [], ...known, ...said };
  return { argumentText: joinArguments(args), cwd: cwd === folderOf(path) ? null : cwd, env };
}

/** How a session was run. Its environment variables are not in the recording, so they are those of the script's last run. */
export const choicesOfSession = ({ path, args, cwd }: Session): RunChoices => choicesFor(path, { args, cwd });

export const changeChoices = (change: Partial<RunChoices>): void =>
  useUi.setState(({ choices }) => ({ choices: { ...choices, ...change } }));

/** Remembers how the script is run now, for the next time that it is opened. */
export function rememberChoices(): void {
  const { scriptPath, choices, app } = useUi.getState();
  if (scriptPath === null) return;
  const options = optionsOf(choices);
  const known = app?.settings.runOptions[scriptPath] ?? optionsOf(NO_CHOICES);
  if (JSON.stringify(known) !== JSON.stringify(options))
    void main.changeSettings({ runOptions: { [scriptPath]: options } });
}
