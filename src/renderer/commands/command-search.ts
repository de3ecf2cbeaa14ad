import { COMMANDS, type Command, type CommandId } from '../../protocol/commands.ts';
import { OTHER_WORDS } from './other-words.ts';

export type FoundCommand = Command & { readonly id: CommandId };

/**
 * All commands that contain the typed words, in any order: first those whose name does, then those to which other words lead, and of these
 * first the ones that have the words as they were typed (`find` is also in `findings`).
 */
export function findCommands(text: string): readonly FoundCommand[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = (COMMANDS as readonly FoundCommand[]).map((command) => ({
    command,
    rank: rankOf(command, words),
  }));
  return found
    .filter(({ rank }) => rank < NOT_FOUND)
    .sort((one, other) => one.rank - other.rank)
    .map(({ command }) => command);
}

const NOT_FOUND = 3;

function rankOf({ id, group, label }: FoundCommand, words: readonly string[]): number {
  const name = `${group} ${label}`.toLowerCase();
  if (words.every((word) => name.includes(word))) return 0;
  const all = `${name} ${OTHER_WORDS[id]}`;
  const whole = all.split(' ');
  if (words.every((word) => whole.includes(word))) return 1;
  return words.every((word) => all.includes(word)) ? 2 : NOT_FOUND;
}
