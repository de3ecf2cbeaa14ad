import { expect, test } from 'vitest';
import { COMMANDS, type Command } from '../../src/protocol/commands.ts';

const commands: readonly Command[] = COMMANDS;

test('no two commands have an id or a name in common', () => {
  for (const all of [commands.map(({ id }) => id), commands.map(({ label }) => label)])
    expect(new Set(all).size).toBe(all.length);
});

test('no key has two meanings, but Space: it plays, and pauses the view of a program that runs', () => {
  const keys = commands.flatMap((command) => command.keys);
  expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual(['Space']);
});
