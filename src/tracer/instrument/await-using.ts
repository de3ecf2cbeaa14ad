// `await using a = b;` waits where its block is left, however that is left: no marker can stand there.

import type * as acorn from 'acorn';
import { type MarkedText, written } from './marked-text.ts';

/**
 * What is declared becomes a constant, and behind it two things of ours are, which the language disposes of in its order: the last one
 * disposes of the value and lets the task wait for that, the one before lets it go on.
 *
 *     await using a = b;   →   const a = b;using $r=M.B($ls,a);await using $u=M.C($ls,3,a);
 *
 * `siteOf` makes a place of what is declared.
 */
export function markAwaitUsing(
  { kind, declarations, start, end }: acorn.VariableDeclaration,
  text: MarkedText,
  task: string,
  siteOf: (declared: acorn.Expression) => number,
): void {
  const [only, ...others] = declarations;
  if (kind !== 'await using' || only?.init == null || only.id.type !== 'Identifier') return;
  const { source } = text;
  // Of several the first is there to be disposed of when the second cannot be had; in a loop's head there is no room.
  if (others.length > 0 || source.slice(0, start).trimEnd().endsWith('(')) return;
  const site = written(siteOf(only.init));
  const name = `${task}u${start}`;
  const value = only.id.name;
  text.open(start, '/*');
  text.open(source.indexOf('using', start + 'await'.length) + 'using'.length, '*/const');
  const ending = source[end - 1] === ';' ? '' : ';';
  const goesOn = `using ${name}r=__loopscope.B(${task},${value});`;
  text.close(end, `${ending}${goesOn}await using ${name}=__loopscope.C(${task},${site},${value});`);
}
