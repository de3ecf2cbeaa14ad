// What the variables of a file are given, and where each is named. If a variable is named at only one other place, nobody else has its value.

import type * as acorn from 'acorn';
import * as walk from 'acorn-walk';
import { calleeName } from './call-words.ts';
import { isFunction } from './names.ts';
import { partsOf } from './parts.ts';

/** The nodes around a name, from the innermost outwards. */
interface Use {
  readonly node: acorn.Identifier;
  readonly parents: readonly acorn.AnyNode[];
}

interface Binding {
  readonly name: string;
  /** The block, function or file in which the name means this variable. */
  readonly scope: acorn.AnyNode;
  /** The value in its declaration; null if it is not a variable, or is exported. */
  readonly init: acorn.AnyNode | null;
}

/** A name that is declared more often in one file was given by a minifier. To look at all of those would take as long as parsing the file. */
const MOST_OF_A_NAME = 100;

export class Bindings {
  readonly #byName = new Map<string, Binding[]>();
  readonly #uses = new Map<string, Use[]>();

  constructor(program: acorn.Program) {
    walk.fullAncestor(program, (node, _state, ancestors) => this.#declare(node, ancestors));
    walk.fullAncestor(program, (node, _state, ancestors) => {
      if (node.type === 'Identifier') this.#use(node, ancestors.slice(-4, -1).reverse());
      else if (node.type === 'ExportNamedDeclaration')
        for (const { local } of node.specifiers) if (local.type === 'Identifier') this.#use(local, [node]);
    });
  }

  /** The value of a variable that is named only in its declaration and at this place; null for any other name. */
  givenTo(name: acorn.Identifier): acorn.AnyNode | null {
    const binding = this.#of(name);
    return binding !== undefined && this.#usesOf(binding).length === 1 ? binding.init : null;
  }

  /** The values that are put into a list with which nothing else is done, except that it is named at this place; empty for any other name. */
  putInto(name: acorn.Identifier): acorn.AnyNode[] {
    const binding = this.#of(name);
    if (binding?.init?.type !== 'ArrayExpression' || binding.init.elements.length > 0) return [];
    const put: acorn.AnyNode[] = [];
    for (const { node, parents } of this.#usesOf(binding)) {
      if (node === name) continue;
      const given = givenToPush(parents);
      if (given === null) return [];
      put.push(given);
    }
    return put;
  }

  #of(name: acorn.Identifier): Binding | undefined {
    const all = this.#byName.get(name.name) ?? [];
    if (all.length > MOST_OF_A_NAME) return undefined;
    const around = all.filter(({ scope }) => scope.start <= name.start && name.end <= scope.end);
    return around.reduce<Binding | undefined>(
      (inner, each) => (inner === undefined || each.scope.start >= inner.scope.start ? each : inner),
      undefined,
    );
  }

  #usesOf(binding: Binding): Use[] {
    return (this.#uses.get(binding.name) ?? []).filter(({ node }) => this.#of(node) === binding);
  }

  #use(node: acorn.Identifier, parents: readonly acorn.AnyNode[]): void {
    if (parents[0]?.type === 'VariableDeclarator' && parents[0].id === node) return;
    const uses = this.#uses.get(node.name);
    if (uses === undefined) this.#uses.set(node.name, [{ node, parents }]);
    else uses.push({ node, parents });
  }

  #declare(node: acorn.AnyNode, ancestors: readonly acorn.AnyNode[]): void {
    if (node.type === 'VariableDeclaration') {
      const isExported = ancestors[ancestors.length - 2]?.type === 'ExportNamedDeclaration';
      const scope = (node.kind === 'var' ? functionAround : blockAround)(ancestors);
      for (const { id, init } of node.declarations) {
        if (id.type === 'Identifier') this.#add(id.name, scope, isExported ? null : (init ?? null));
        else for (const name of partsOf(id).names) this.#add(name, scope, null);
      }
    } else if (isFunction(node)) {
      for (const parameter of node.params)
        for (const name of partsOf(parameter).names) this.#add(name, node, null);
      if (node.type === 'FunctionDeclaration' && node.id)
        this.#add(node.id.name, blockAround(ancestors), null);
    } else if (node.type === 'CatchClause' && node.param)
      for (const name of partsOf(node.param).names) this.#add(name, node, null);
    else if (node.type === 'ImportDeclaration')
      for (const { local } of node.specifiers) this.#add(local.name, ancestors[0] as acorn.AnyNode, null);
    else if (node.type === 'ClassDeclaration' && node.id)
      this.#add(node.id.name, blockAround(ancestors), null);
  }

  #add(name: string, scope: acorn.AnyNode, init: acorn.AnyNode | null): void {
    const all = this.#byName.get(name) ?? [];
    this.#byName.set(name, all);
    const known = all.find((each) => each.scope === scope);
    // Declared twice, so its value is unknown.
    if (known !== undefined) all[all.indexOf(known)] = { ...known, init: null };
    else all.push({ name, scope, init });
  }
}

/** The scope of a `var`: a function, a static block or the file. */
const functionAround = (ancestors: readonly acorn.AnyNode[]): acorn.AnyNode =>
  nearest(ancestors, isFunctionScope);

/** The scope of every other declaration: also a block, a loop or a `switch`. */
const blockAround = (ancestors: readonly acorn.AnyNode[]): acorn.AnyNode =>
  nearest(ancestors, (node) => isFunctionScope(node) || isBlockScope(node));

const isFunctionScope = (node: acorn.AnyNode): boolean => isFunction(node) || node.type === 'StaticBlock';
const isBlockScope = ({ type }: acorn.AnyNode): boolean =>
  type === 'BlockStatement' || type.startsWith('For') || type === 'SwitchStatement';

/** The innermost such scope around the last of them, otherwise the file. */
function nearest(
  ancestors: readonly acorn.AnyNode[],
  isScope: (node: acorn.AnyNode) => boolean,
): acorn.AnyNode {
  for (let at = ancestors.length - 2; at > 0; at--)
    if (isScope(ancestors[at] as acorn.AnyNode)) return ancestors[at] as acorn.AnyNode;
  return ancestors[0] as acorn.AnyNode;
}

/** For `jobs` in the statement `jobs.push(load(url))`: `load(url)`; null elsewhere. */
function givenToPush([member, call, statement]: readonly acorn.AnyNode[]): acorn.AnyNode | null {
  if (member?.type !== 'MemberExpression' || call?.type !== 'CallExpression') return null;
  if (call.callee !== member || calleeName(call) !== 'push' || statement?.type !== 'ExpressionStatement')
    return null;
  const [given, ...others] = call.arguments;
  return given === undefined || given.type === 'SpreadElement' || others.length > 0 ? null : given;
}
