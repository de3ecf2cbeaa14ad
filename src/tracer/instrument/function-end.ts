import * as acorn from 'acorn';
import * as walk from 'acorn-walk';
import { readAs } from './read-as.ts';

/** The end of the function or class that begins at an offset. A method begins with its name, and the function that it is, with the bracket. */
export function functionEnd(source: string, start: number): number | null {
  let found: acorn.Node | null = null;
  const program = readAs(null, (sourceType) =>
    acorn.parse(source, { ecmaVersion: 'latest', sourceType, allowHashBang: true }),
  );
  walk.full(program, (node) => {
    const isFunction = /Function|^Class(?!Body)/.test(node.type);
    if (isFunction && node.start >= start && node.start < (found?.start ?? Number.POSITIVE_INFINITY))
      found = node;
  });
  return (found as acorn.Node | null)?.end ?? null;
}
