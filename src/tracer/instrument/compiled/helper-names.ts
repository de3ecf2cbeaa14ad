import type * as acorn from 'acorn';
import { unwrapped } from '../reading/names.ts';

/** What a compiler's helper is called by: the last word of `helper`, `tslib.helper`, `(0, tslib.helper)`, `_helper.default`, `helper._`; '' for none. */
export function helperName(node: acorn.AnyNode): string {
  const callee = unwrapped(node);
  if (callee.type === 'SequenceExpression') return helperName(callee.expressions.at(-1) as acorn.Expression);
  if (callee.type === 'Identifier') return callee.name;
  if (callee.type !== 'MemberExpression' || callee.computed || !('name' in callee.property)) return '';
  const { name } = callee.property;
  return name === 'default' || name === '_' ? helperName(callee.object) : name;
}
