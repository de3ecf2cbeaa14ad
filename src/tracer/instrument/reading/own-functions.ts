import type * as acorn from 'acorn';
import * as walk from 'acorn-walk';
import { isFunction, unwrapped } from './names.ts';

/**
 * The async functions that a file defines under a name which means nothing else in it. Between the last marker of such a function and the next
 * marker of its caller no code of the program runs. Around any other function there may be one that does work of its own before it passes the
 * promise on.
 */
export class OwnFunctions {
  readonly #program: acorn.Program;
  #own: ReadonlySet<string> | null = null;

  constructor(program: acorn.Program) {
    this.#program = program;
  }

  /** Whether an awaited expression is a call of such a function and nothing else. */
  isCall(awaited: acorn.Expression): boolean {
    const call = unwrapped(awaited);
    if (call.type !== 'CallExpression' || call.optional || call.callee.type !== 'Identifier') return false;
    this.#own ??= ownNames(this.#program);
    return this.#own.has(call.callee.name);
  }
}

function ownNames(program: acorn.Program): ReadonlySet<string> {
  /** How often each name is given to something. */
  const given = new Map<string, number>();
  const defined = new Set<string>();
  const give = (name: string): void => void given.set(name, (given.get(name) ?? 0) + 1);
  walk.full(program, (node, _state, type) => {
    switch (node.type) {
      case 'Identifier':
        if (type !== 'Identifier' && type !== 'Expression') give((node as acorn.Identifier).name);
        return;
      case 'ImportSpecifier':
      case 'ImportDefaultSpecifier':
      case 'ImportNamespaceSpecifier':
        give((node as acorn.ImportSpecifier).local.name);
        return;
      case 'ForInStatement':
      case 'ForOfStatement': {
        const { left } = node as acorn.ForOfStatement;
        if (left.type === 'Identifier') give(left.name);
        return;
      }
      case 'FunctionDeclaration':
        note(node as acorn.FunctionDeclaration, (node as acorn.FunctionDeclaration).id);
        return;
      case 'VariableDeclaration':
        if ((node as acorn.VariableDeclaration).kind !== 'const') return;
        for (const { id, init } of (node as acorn.VariableDeclaration).declarations)
          if (init && isFunction(init) && id.type === 'Identifier') note(init, id);
    }
  });
  function note(node: acorn.Function, id: acorn.Identifier | null): void {
    if (node.async && !node.generator && id !== null) defined.add(id.name);
  }
  return new Set([...defined].filter((name) => given.get(name) === 1));
}
