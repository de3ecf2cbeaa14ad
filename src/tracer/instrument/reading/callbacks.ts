import type * as acorn from 'acorn';
import * as walk from 'acorn-walk';
import { calleeName } from './call-words.ts';
import { type FunctionName, type FunctionNode, isFunction, unwrapped } from './names.ts';

/** Methods that call what they are given at once, often millions of times: never an event's callback. */
export const SYNCHRONOUS = new Set(
  (
    'map filter forEach reduce reduceRight find findIndex findLast findLastIndex some every flatMap sort toSorted ' +
    'replace replaceAll from fromEntries groupBy then catch finally Promise defineProperty assign freeze'
  ).split(' '),
);

/**
 * The plain functions that the event loop may call: those handed to a call (`setTimeout(() => …)`,
 * `server.on('request', handler)`, methods of an object given as options) or assigned to a property
 * (`socket.onmessage = …`). Only these get an entry marker: a function that is only ever called by the program
 * itself cannot begin a turn of the loop, and is left as fast as it was.
 */
export function callbackFunctions(
  program: acorn.Program,
  names: ReadonlyMap<acorn.AnyNode, FunctionName>,
): ReadonlySet<FunctionNode> {
  const functions: FunctionNode[] = [];
  const handedOver = new Set<acorn.AnyNode>();
  const namesHandedOver = new Set<string>();

  const handOver = (node: acorn.AnyNode): void => {
    const value = unwrapped(node);
    if (isFunction(value)) handedOver.add(value);
    else if (value.type === 'Identifier') namesHandedOver.add(value.name);
    else if (value.type === 'MemberExpression') namesHandedOver.add(memberName(value));
    else if (value.type === 'CallExpression' && value.callee.type === 'MemberExpression') {
      // handler.bind(this)
      if (memberName(value.callee) === 'bind') handOver(value.callee.object);
    } else if (value.type === 'ObjectExpression') {
      for (const property of value.properties) if (property.type === 'Property') handOver(property.value);
    }
  };
  const call = (node: acorn.CallExpression | acorn.NewExpression): void => {
    if (!SYNCHRONOUS.has(calleeName(node))) node.arguments.forEach(handOver);
  };
  walk.simple(program, {
    FunctionDeclaration: (node) => void functions.push(node as acorn.FunctionDeclaration),
    FunctionExpression: (node) => void functions.push(node),
    ArrowFunctionExpression: (node) => void functions.push(node),
    CallExpression: call,
    NewExpression: call,
    AssignmentExpression: (node) => {
      if (node.left.type === 'MemberExpression') handOver(node.right);
    },
  });
  return new Set(
    functions.filter((fn) => {
      if (fn.async || fn.generator) return false;
      return handedOver.has(fn) || namesHandedOver.has(names.get(fn)?.name ?? '');
    }),
  );
}

function memberName(node: acorn.MemberExpression): string {
  return !node.computed && 'name' in node.property ? node.property.name : '';
}
