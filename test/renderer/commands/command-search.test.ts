import { expect, test } from 'vitest';
import { COMMANDS } from '../../../src/protocol/commands.ts';
import { findCommands } from '../../../src/renderer/commands/command-search.ts';

const first = (words: string) => findCommands(words)[0]?.label;

test('nothing typed finds all commands, in the order of the menus', () => {
  expect(findCommands('  ').map(({ id }) => id)).toEqual(COMMANDS.map(({ id }) => id));
});

test('words are found in any order and case, also in the name of the menu', () => {
  expect(['DARK theme', 'theme dark', 'view dark'].map(first)).toEqual(Array(3).fill('Theme: Dark'));
});

test('a command that is called by a word comes before those that the word only leads to', () => {
  const found = findCommands('fold').map(({ label }) => label);
  expect(found[0]).toBe('Fold Idle Time');
  expect(found).toContain('Collapse All');
});

test.each([
  ['legend', 'Signs of the Chart'],
  ['symbols', 'Signs of the Chart'],
  ['colors', 'Theme: System'],
  ['help', 'Commands…'],
  ['hotkeys', 'Keyboard Shortcuts'],
  ['mouse', 'Keyboard Shortcuts'],
  ['load file', 'Open…'],
  ['tutorial', 'Welcome'],
  ['home', 'Welcome'],
  ['download', 'Save Recording…'],
  ['csv', 'Export…'],
  ['perfetto', 'Export…'],
  ['diff', 'Show Differences'],
  ['execute', 'Run'],
  ['kill', 'Stop'],
  ['restart', 'Rerun'],
  ['arguments', 'Run Options…'],
  ['environment', 'Run Options…'],
  ['cwd', 'Run Options…'],
  ['stdin', 'Type Input for the Program'],
  ['eof', 'End the Input of the Program'],
  ['tail', 'Follow Live'],
  ['pause', 'Pause View'],
  ['closer', 'Zoom In'],
  ['zoom reset', 'Fit All'],
  ['gaps', 'Fold Idle Time'],
  ['memory', 'Counters over Time'],
  ['sidebar', 'Lessons and Recent'],
  ['details', 'Inspector'],
  ['log', 'Show Console'],
  ['stdout', 'Show Console'],
  ['terminal', 'Show Console'],
  ['code', 'Only My Code'],
  ['microtasks', 'Show Queues'],
  ['statistics', 'Show Range'],
  ['table', 'Copy the Table'],
  ['font', 'Larger Text'],
  ['night', 'Theme: Dark'],
  ['appearance', 'Theme: System'],
  ['filter', 'Filter and Arrange…'],
  ['sort', 'Filter and Arrange…'],
  ['errors', 'Only Rejected Tasks'],
  ['jump error', 'Next Rejected Task'],
  ['longest', 'Order by Duration'],
  ['worker', 'Group by Thread'],
  ['unfold', 'Expand All'],
  ['find', 'Search Tasks'],
  ['why', 'What Woke It'],
  ['bottleneck', 'Critical Path'],
  ['replay', 'Play or Stop'],
  ['bookmark', 'Mark This Moment…'],
  ['deselect', 'Clear Selection'],
  ['clipboard', 'Copy the Table'],
  ['undo', 'Previous View'],
  ['redo', 'Next View'],
  ['node_modules', 'Trace into node_modules'],
])('%s leads to %s', (words, label) => {
  expect(first(words)).toBe(label);
});
