import type * as acorn from 'acorn';
import type { MarkedText } from './marked-text.ts';

/** Puts a marker behind statements that call `require`: what is loaded there is loaded then. The calls stay as they are, since Node looks for them
 * in the text to know what a CommonJS file exports. */
export class Requires {
  readonly #text: MarkedText;
  /** What vm compiles as a script: its last statement is its value, and nothing may stand behind that. */
  isScript = false;
  /** Where the last call stands that no marker stands behind yet. */
  #at = -1;

  constructor(text: MarkedText) {
    this.#text = text;
  }

  note({ callee, start }: acorn.CallExpression): void {
    if (callee.type === 'Identifier' && callee.name === 'require') this.#at = start;
  }

  /** A statement of a list is marked, with all that is in it. */
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
