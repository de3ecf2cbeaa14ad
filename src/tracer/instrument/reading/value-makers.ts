// Functions that only make one value of another, such as `(page) => page.rows`. Their argument is there only for whoever takes their result.

import type * as acorn from 'acorn';
import { calleeName } from './call-words.ts';
import { isFunction, unwrapped } from './names.ts';

/** Names of methods that make a value and change nothing that anybody sees. */
const MAKING = new Set(
  (
    'at arrayBuffer blob bytes concat entries filter find flat flatMap fromEntries from get has includes join json keys ' +
    'map parse replace replaceAll slice split startsWith endsWith stringify test text toLowerCase toString toUpperCase trim values'
  ).split(' '),
);
const MAKERS = new Set(['String', 'Number', 'Boolean', 'BigInt']);
/** Objects of the language whose functions only make values. */
const OF_LANGUAGE = new Set(['JSON', 'Object', 'Array', 'Math', 'Number', 'String']);

/** Whether a function is such a one, as far as the text tells. Nothing is known of a function that is defined elsewhere. */
export function makesValue(handler: acorn.AnyNode): boolean {
  const node = unwrapped(handler);
  if (node.type === 'Identifier') return MAKERS.has(node.name);
  if (node.type === 'MemberExpression') return isOfLanguage(node);
  if (!isFunction(node) || node.async || node.generator || node.body.type === 'BlockStatement') return false;
  return isValue(node.body);
}

const isOfLanguage = ({ object, property, computed }: acorn.MemberExpression): boolean =>
  object.type === 'Identifier' &&
  OF_LANGUAGE.has(object.name) &&
  !computed &&
  property.type === 'Identifier' &&
  (MAKING.has(property.name) || object.name === 'Math');

const areValues = (nodes: readonly (acorn.AnyNode | null)[]): boolean =>
  nodes.every((node) => node === null || isValue(node));

/** An expression that makes a value, and changes nothing that anybody sees. */
export function isValue(node: acorn.AnyNode): boolean {
  const inner = unwrapped(node);
  switch (inner.type) {
    case 'Identifier':
    case 'Literal':
    case 'ThisExpression':
      return true;
    case 'ChainExpression':
      return isValue(inner.expression);
    case 'MemberExpression':
      return isValue(inner.object) && (!inner.computed || isValue(inner.property));
    case 'TemplateLiteral':
      return areValues(inner.expressions);
    case 'ArrayExpression':
      return areValues(inner.elements);
    case 'SpreadElement':
      return isValue(inner.argument);
    case 'ObjectExpression':
      return inner.properties.every((property) =>
        isValue(property.type === 'Property' ? property.value : property.argument),
      );
    case 'UnaryExpression':
      return inner.operator !== 'delete' && isValue(inner.argument);
    case 'BinaryExpression':
    case 'LogicalExpression':
      return areValues([inner.left, inner.right]);
    case 'ConditionalExpression':
      return areValues([inner.test, inner.consequent, inner.alternate]);
    case 'CallExpression':
      return isMaking(inner) && inner.arguments.every((given) => makesValue(given) || isValue(given));
    default:
      return false;
  }
}

function isMaking(call: acorn.CallExpression): boolean {
  const callee = unwrapped(call.callee);
  if (callee.type === 'Identifier') return MAKERS.has(callee.name);
  return callee.type === 'MemberExpression' && MAKING.has(calleeName(call)) && isValue(callee.object);
}
