import type * as acorn from 'acorn';
import type { Body } from './body.ts';
import type { MarkedText } from './marked-text.ts';

/** Puts a marker behind statements that call `require`: then everything they load is loaded. The calls themselves stay as they are, since Node looks
 * for them in the text to know what a CommonJS file exports. */
export class Requires {
  readonly #text: MarkedText;
  /** Whether it is a script for `vm`: its last statement is its value, so nothing may stand behind that. */
  isScript = false;
  /** The offset of the last call behind which no marker stands yet. */
  #at = -1;

  constructor(text: MarkedText) {
    this.#text = text;
  }

  note({ callee, start }: acorn.CallExpression, body: Body): void {
    if (callee.type !== 'Identifier' || callee.name !== 'require') return;
    this.#at = start;
    body.requires = true;
  }

  /** To be called when a statement, with everything in it, has been marked. */
  follow({ type, start, end }: acorn.Statement | acorn.ModuleDeclaration): void {
    if (
      this.isScript ||
      this.#at < start ||
      (type !== 'VariableDeclaration' && type !== 'ExpressionStatement')
    )
      return;
    this.#at = -1;
    this.#text.close(end, ';__loopscope.L();');
  }
}
