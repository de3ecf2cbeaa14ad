import type { ScriptLine } from './script.ts';

/** `leaf` as often as that, each 2 ms after the one before, all called by `main`; every third is a `twig`. */
export function leaves(count: number, lengthMs = 1): ScriptLine[] {
  const lines: ScriptLine[] = [[0, 'enter', 1, 'main']];
  for (let at = 0; at < count; at++) {
    const task = at + 2;
    const name = at % 3 === 2 ? 'twig' : 'leaf';
    lines.push([2 * at + 1, 'enter', task, name, { parent: 1, line: name === 'leaf' ? 10 : 20 }]);
    lines.push([2 * at + 1 + lengthMs, 'end', task, at === 3 ? 'rejected' : 'fulfilled']);
  }
  return lines;
}
