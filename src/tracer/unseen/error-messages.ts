// What errors say of the program's own text: `assert(await f())` that fails, and functions that V8 writes out.

import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import * as acorn from 'acorn';
import * as walk from 'acorn-walk';
import { withoutMarkers } from '../../protocol/marker-text.ts';
import { pathOfUrl } from '../loader/user-files.ts';
import { ownValue } from '../names/own-value.ts';
import { columnsFor } from './written-columns.ts';

const FALSY = 'The expression evaluated to a falsy value:\n\n  ';
/** As Node writes the vertical tab and the form feed that markers stand in. */
const ESCAPED = /\\u000[bc]/gi;

/** An error is about to be seen; `site` is where it was made, as V8 has it. */
export function restoreMessage(error: unknown, site: NodeJS.CallSite | undefined): void {
  const message = ownValue(error, 'message');
  if (typeof message !== 'string') return;
  const isAssertion = message.startsWith(FALSY) && ownValue(error, 'code') === 'ERR_ASSERTION';
  const text = (isAssertion ? falsy(error as object, site) : null) ?? message;
  const value = text.includes('__loopscope') ? unmarked(text) : text;
  if (value !== message)
    Object.defineProperty(error, 'message', { value, configurable: true, writable: true });
}

const unmarked = (text: string): string =>
  withoutMarkers(text.replace(ESCAPED, (escaped) => (/b$/i.test(escaped) ? '\v' : '\f')));

/**
 * Node 20 looks for the expression in the file, by the column of the text that runs, and so finds another one: what it would have
 * said. Null where what it says is right.
 */
function falsy(error: object, site: NodeJS.CallSite | undefined): string | null {
  const file = site?.getFileName();
  const [line, column] = [site?.getLineNumber(), site?.getColumnNumber()];
  // Newer ones take it from the text that runs, and no more than the line.
  if (file == null || line == null || column == null || !READS_FILE) return null;
  const columns = columnsFor(file);
  if (columns === null) return null;
  try {
    const lines = readFileSync(pathOfUrl(file) ?? file, 'utf8').split('\n');
    const call = callAt(lines.slice(line - 1).join('\n'), columns.original(line, column) - 1);
    if (call === null) return `${inspect(ownValue(error, 'actual'))} == true`;
    const [first = '', ...others] = call.text.split('\n');
    const rest = others.map((each) => {
      const blanks = /^[ \t]*/.exec(each)?.[0].length ?? 0;
      return `\n  ${each.slice(Math.min(call.column, blanks))}`;
    });
    return `${FALSY}${first}${rest.join('')}\n`;
  } catch {
    return null;
  }
}

const READS_FILE = Number(process.versions.node.split('.')[0]) < 22;

/** As Node 20 does: the first expression, from the line's beginning on, that can be read and has a call at the offset. */
function callAt(code: string, offset: number): { text: string; column: number } | null {
  for (let start = 0; ; ) {
    try {
      const expression = acorn.parseExpressionAt(code, start, { ecmaVersion: 'latest' });
      start = expression.end + 1;
      const call = walk.findNodeAround(expression, offset, 'CallExpression')?.node;
      if (call !== undefined && call.end >= offset)
        return { text: code.slice(call.start, call.end), column: call.start };
    } catch (error) {
      start += Number((error as { raisedAt?: number }).raisedAt) || 1;
      if (start > offset) return null;
    }
  }
}
