import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { at } from '../../../scripts/paths.mjs';
import { COMMANDS, type Command } from '../../../src/protocol/commands.ts';
import { keyParts } from '../../../src/renderer/controls/keys.tsx';

const commands: readonly Command[] = COMMANDS;

test('no two commands have an id or a name in common', () => {
  for (const all of [commands.map(({ id }) => id), commands.map(({ label }) => label)])
    expect(new Set(all).size).toBe(all.length);
});

test('no key has two meanings, but Space: it plays, and pauses the view of a program that runs', () => {
  const keys = commands.flatMap((command) => command.keys);
  expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual(['Space']);
});

test('keys are split into their parts, even a plus', () => {
  expect(['Mod+Shift+P', 'Mod++', '+', '-', '?'].map((key) => keyParts(key).length)).toEqual([3, 2, 1, 1, 1]);
  for (const key of commands.flatMap((command) => command.keys)) expect(keyParts(key)).not.toContain('');
});

test('every key is pressed in a whole-app test, and a command without a key is run there by name', () => {
  const folder = at('test/e2e');
  const told = readdirSync(folder)
    .map((file) => readFileSync(`${folder}/${file}`, 'utf8'))
    .join();
  const waysTo = ({ keys, label }: Command) =>
    keys.length === 0 ? [`'${label}'`] : keys.map((key) => `'${key.replace('Mod', 'Control')}'`);
  const untold = commands.flatMap(waysTo).filter((way) => !told.toLowerCase().includes(way.toLowerCase()));
  expect(untold).toEqual([]);
});
