// Who can settle an awaited promise, as far as the text tells: what its `resolve` was handed to.

import type * as acorn from 'acorn';
import * as walk from 'acorn-walk';
import { isCall } from './call-words.ts';
import { type FunctionNode, isFunction, unwrapped } from './names.ts';
import { partsOf } from './parts.ts';

/** Methods that put `resolve` into a list: then the list has it. */
const KEEPING = /\.(push|unshift|add|set|enqueue)$/;
/** Longer texts are cut. */
const LONGEST = 40;
const MOST = 2;

export class Settlers {
  readonly #program: acorn.Program;
  readonly #source: string;
  /** For each name of a constant or function, with a `.` before that of a method: the `new Promise` that it is or returns; null if the name may
   * stand for something else, too. */
  #named: Map<string, acorn.NewExpression | null> | null = null;

  constructor(program: acorn.Program, source: string) {
    this.#program = program;
    this.#source = source;
  }

  /** `socket.on('end')`, `this.waiting`, `open`. If there are several, the first; '' if none is known. */
  of(awaited: acorn.AnyNode | null | undefined): string {
    const made = awaited ? this.#madeBy(unwrapped(awaited)) : null;
    const executor = made?.arguments[0];
    if (executor === undefined || !isFunction(executor)) return '';
    const settling = executor.params.flatMap((one) => (one.type === 'Identifier' ? [one.name] : []));
    for (const name of settling) {
      const found = this.#holdersOf(name, executor);
      if (found.length > 0) return found.slice(0, MOST).join(' and ');
    }
    return '';
  }

  #holdersOf(name: string, executor: FunctionNode): string[] {
    const found = new Set<string>();
    walk.fullAncestor(executor.body, (node, _state, ancestors) => {
      if (node.type !== 'Identifier' || node.name !== name) return;
      const holder = this.#holder([executor, ...ancestors]);
      if (holder !== '') found.add(holder);
    });
    return [...found];
  }

  #madeBy(node: acorn.AnyNode): acorn.NewExpression | null {
    if (isPromise(node)) return node;
    const callee = node.type === 'CallExpression' ? unwrapped(node.callee) : node;
    const name = callee.type === 'Identifier' ? callee.name : node === callee ? null : calledMethod(callee);
    if (name === null) return null;
    this.#named ??= /new\s+Promise\b/.test(this.#source) ? namedPromises(this.#program) : new Map();
    return this.#named.get(name) ?? null;
  }

  /** What a value is passed to, given the nodes around it. */
  #holder(nodes: readonly acorn.AnyNode[]): string {
    for (let at = nodes.length - 2; at >= 0; at--) {
      const [outer, inner] = [nodes[at]!, nodes[at + 1]!];
      if (outer.type === 'AssignmentExpression' && outer.right === inner) return this.#text(outer.left);
      if (isCall(outer) && outer.callee !== inner) return this.#call(outer);
    }
    return '';
  }

  #call({ callee, arguments: [first] }: acorn.CallExpression | acorn.NewExpression): string {
    const text = this.#text(callee);
    if (KEEPING.test(text)) return text.replace(KEEPING, '');
    const isNamed = first?.type === 'Literal' && typeof first.value === 'string';
    return isNamed ? `${text}(${this.#text(first)})` : text;
  }

  #text({ start, end }: acorn.AnyNode): string {
    const text = this.#source.slice(start, end).replace(/\s+/g, ' ');
    return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
  }
}

const calledMethod = (callee: acorn.AnyNode): string | null =>
  callee.type === 'MemberExpression' && !callee.computed && callee.property.type === 'Identifier'
    ? `.${callee.property.name}`
    : null;

const isPromise = (node: acorn.AnyNode): node is acorn.NewExpression =>
  node.type === 'NewExpression' && node.callee.type === 'Identifier' && node.callee.name === 'Promise';

function namedPromises(program: acorn.Program): Map<string, acorn.NewExpression | null> {
  const named = new Map<string, acorn.NewExpression | null>();
  const note = (name: string, value: acorn.AnyNode | null | undefined): void => {
    const made = value == null ? null : isFunction(value) ? returned(value) : unwrapped(value);
    named.set(name, made !== null && isPromise(made) && !named.has(name) ? made : null);
  };
  walk.full(program, (node) => {
    if (node.type === 'VariableDeclaration') {
      for (const { id, init } of node.declarations)
        for (const name of partsOf(id).names)
          note(name, node.kind === 'const' && id.type === 'Identifier' ? init : null);
    } else if (node.type === 'MethodDefinition' || (node.type === 'Property' && isFunction(node.value))) {
      if (node.key.type === 'Identifier' && !node.computed) note(`.${node.key.name}`, node.value);
    } else if (isFunction(node)) {
      if (node.type === 'FunctionDeclaration' && node.id) note(node.id.name, node);
      for (const parameter of node.params) for (const name of partsOf(parameter).names) note(name, null);
    }
  });
  return named;
}

/** What a function that is not async returns at its end. */
function returned({ async, body }: FunctionNode): acorn.AnyNode | null {
  if (async) return null;
  if (body.type !== 'BlockStatement') return unwrapped(body);
  const last = body.body.at(-1);
  return last?.type === 'ReturnStatement' && last.argument ? unwrapped(last.argument) : null;
}
