import type * as acorn from 'acorn';
import * as walk from 'acorn-walk';
import { calleeName } from './call-words.ts';
import { type FunctionName, type FunctionNode, isFunction, unwrapped } from './names.ts';

/** Methods that call what they are given at once, often millions of times: neither the loop nor a promise does. */
export const SYNCHRONOUS = new Set(
  (
    'map filter forEach reduce reduceRight find findIndex findLast findLastIndex some every flatMap sort toSorted ' +
    'replace replaceAll from fromEntries groupBy Promise defineProperty assign freeze'
  ).split(' '),
);

/** Methods that the runtime calls: by which a class is a stream, or like a promise. */
const OF_RUNTIME = new Set(
  'then _construct _read _write _writev _transform _flush _final _destroy'.split(' '),
);

/**
 * The plain functions that the event loop or a promise may call: those handed to a call (`setTimeout(() => …)`,
 * `server.on('request', handler)`, `loading.then(parse)`, methods of an object given as options) or assigned to a property
 * (`socket.onmessage = …`), and the methods that make a class a stream or like a promise. Only these get an entry marker: a function that is only ever called by
 * the program itself cannot begin a turn of the loop, and is left as fast as it was.
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
    MethodDefinition: ({ key, value }) => {
      if (key.type === 'Identifier' && OF_RUNTIME.has(key.name)) handOver(value);
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
