import { expect, test } from 'vitest';
import { COMMANDS, type Command } from '../../src/protocol/commands.ts';

test('no two commands have a key, an id or a name in common', () => {
  const commands: readonly Command[] = COMMANDS;
  for (const all of [
    commands.flatMap(({ keys }) => keys),
    commands.map(({ id }) => id),
    commands.map(({ label }) => label),
  ])
    expect(new Set(all).size).toBe(all.length);
});
