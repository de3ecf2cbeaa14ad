// The calls that get a marker: those that hold the loop while they wait, and those that may start something that nobody will ever wait for.

import type * as acorn from 'acorn';
import * as walk from 'acorn-walk';
import type { CompiledFunctions } from '../compiled/compiled.ts';
import { calleeName, receiverOf } from './call-words.ts';
import { SYNCHRONOUS } from './callbacks.ts';
import { promiseMaker } from './expressions.ts';
import { type FunctionName, type FunctionNode, isFunction, unwrapped } from './names.ts';

/** Functions and methods that return nothing, or not the promise of an async function. */
const PLAIN = new Set(
  'then catch finally pop splice on once off emit removeListener require super'.split(' '),
);
/** The same for methods of a `Map` and the like that the file makes. On another object, such as a store, they may be asynchronous. */
const PLAIN_IN_COLLECTIONS = new Set('set add delete clear append'.split(' '));
/** Methods that put something into a list. An object of another class, or from another file, may be a queue. */
const PLAIN_IN_LISTS = new Set('push shift unshift'.split(' '));
const COLLECTION = /^(Weak)?(Map|Set)$|^(Headers|FormData|URLSearchParams)$/;
const PLAIN_RECEIVERS = new Set('console Math JSON Object Reflect Atomics process assert'.split(' '));
const PLAIN_FUNCTIONS = new Set(
  'setTimeout setInterval setImmediate clearTimeout clearInterval clearImmediate queueMicrotask'.split(' '),
);

/**
 * The runtime's own (Node 20 to 26): what others call so (`parseSync`) may as well compute. Not asked of the modules
 * themselves: to load them takes 8 ms, in every program.
 */
const SYNC = new Set(
  (
    'access appendFile argon2 brotliCompress brotliDecompress checkPrime chmod chown close ' +
    'copyFile cp createZipArchive deflate deflateRaw exec execFile exists fchmod fchown fdatasync ' +
    'fstat fsync ftruncate futimes generateKey generateKeyPair generatePrime glob gunzip gzip ' +
    'hkdf inflate inflateRaw lchmod lchown link lstat lutimes mkdir mkdtemp mkdtempDisposable ' +
    'open openAsBlob opendir pbkdf2 randomFill read readFile readdir readlink readv realpath ' +
    'rename rm rmdir scrypt spawn stat statfs symlink truncate unlink unzip utimes write ' +
    'writeFile writev zstdCompress zstdDecompress'
  )
    .split(' ')
    .map((name) => `${name}Sync`),
);

/** Methods of lists that wait for none of the promises which their function returns. */
const DROPPING = new Set('forEach filter some every find findIndex findLast findLastIndex'.split(' '));
/** Methods that put those promises into a new list. */
const MAPPING = new Set(['map', 'flatMap']);

function firstFunction({ arguments: [first] }: acorn.CallExpression): FunctionNode | null {
  const node = first === undefined ? null : unwrapped(first);
  return node !== null && isFunction(node) ? node : null;
}

/** `rooms` of `rooms`, `this.rooms` and `this.#rooms`. */
function lastName(node: acorn.AnyNode): string | null {
  const inner = unwrapped(node);
  if (inner.type === 'Identifier' || inner.type === 'PrivateIdentifier') return inner.name;
  return inner.type === 'MemberExpression' && !inner.computed ? lastName(inner.property) : null;
}

const isEmptyList = (init: acorn.AnyNode | null | undefined): boolean =>
  init?.type === 'ArrayExpression' && init.elements.length === 0;

const isPutOrCounted = ({ property, computed }: acorn.MemberExpression): boolean =>
  !computed && property.type === 'Identifier' && (property.name === 'push' || property.name === 'length');

const CODE_MAKER = /^(eval|(Async)?(Generator)?Function)$/;

/** `eval`, `new Function`, `AsyncFunction(…)`, the module `vm`. */
function namesCodeMaker(node: acorn.AnyNode): boolean {
  if (node.type === 'Literal') return node.value === 'vm' || node.value === 'node:vm';
  if (node.type === 'Identifier') return node.name === 'eval';
  if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return false;
  return node.callee.type === 'Identifier' && CODE_MAKER.test(node.callee.name);
}

export class CallSites {
  /** For `readFileSync as read`: the original name of a name in this file. */
  readonly #aliases = new Map<string, string>();
  /** Names of this file's functions that are not asynchronous. */
  readonly #plain = new Set<string>();
  readonly #lastAwait: number;
  /** How often the file names something. */
  readonly #times = new Map<string, number>();
  /** Variables and fields for which the file makes a `Map` or the like. */
  readonly #collections = new Set<string>();
  /** Variables and fields for which the file makes anything else with `new`, or that it imports. */
  readonly #objects = new Set<string>();
  /** Variables that begin as an empty list. */
  readonly #empty = new Set<string>();
  /** How often the file only puts something into a variable's list, or asks for its length. */
  readonly #lists = new Map<string, number>();
  /** Calls of `map` that are statements. */
  readonly #statements = new Set<acorn.CallExpression>();

  constructor(
    program: acorn.Program,
    names: ReadonlyMap<acorn.AnyNode, FunctionName>,
    compiled: CompiledFunctions,
    topLevel: acorn.AnyNode = program,
  ) {
    let lastAwait = -1;
    walk.simple(program, {
      ImportSpecifier: ({ imported, local }) => {
        if (imported.type === 'Identifier') this.#aliases.set(local.name, imported.name);
        this.#objects.add(local.name);
      },
      ImportDefaultSpecifier: ({ local }) => {
        this.#objects.add(local.name);
      },
      Property: ({ key, value }) => {
        if (key.type === 'Identifier' && value.type === 'Identifier') this.#aliases.set(value.name, key.name);
      },
    });
    const isAsync = (node: acorn.AnyNode) => isFunction(node) && (node.async || compiled.isWrapper(node));
    for (const [node, { name }] of names) if (!isAsync(node)) this.#plain.add(name);
    for (const [node, { name }] of names) if (isAsync(node)) this.#plain.delete(name);
    // Only awaits of the top level itself count.
    walk.recursive(topLevel, null, {
      Function: () => {},
      AwaitExpression: (node) => {
        lastAwait = node.start;
      },
      ForOfStatement: (node, state, visit) => {
        if (node.await) lastAwait = node.start;
        visit(node.right, state);
        visit(node.body, state);
      },
    });
    this.#lastAwait = lastAwait;
  }

  /** Whether the file names something that makes code while it runs. Known once its sites are counted. */
  makesCode = false;

  /** At least as many as there will be sites: functions, points of suspension, marked calls, and the module. */
  countSites(program: acorn.Program): number {
    let count = 1;
    const declared: acorn.VariableDeclarator[] = [];
    const statements: acorn.AnyNode[] = [];
    walk.full(program, (node) => {
      // Two for a function, because a concise arrow function is its own return.
      this.makesCode ||= namesCodeMaker(node);
      if (node.type === 'Identifier') this.#named(node.name);
      else if (node.type === 'VariableDeclaration' && node.kind === 'await using')
        count += node.declarations.length;
      else if (node.type === 'VariableDeclarator') {
        declared.push(node);
        this.#noteMade(node.id, node.init);
        if (node.id.type === 'Identifier' && isEmptyList(node.init)) this.#empty.add(node.id.name);
      } else if (node.type === 'MemberExpression') {
        if (node.object.type === 'Identifier' && isPutOrCounted(node)) this.#countIn(node.object.name);
      } else if (node.type === 'AssignmentExpression') this.#noteMade(node.left, node.right);
      else if (node.type === 'PropertyDefinition') this.#noteMade(node.key, node.value);
      else if (node.type.includes('Function')) count += 2;
      else if (/Await|Yield|Return|ForOf/.test(node.type)) count++;
      else if (node.type === 'CallExpression') {
        const there = this.calledThere(node)?.body;
        if (this.standsStill(node)) count++;
        if (promiseMaker(node) !== null) count++;
        if (there !== undefined) statements.push(there);
      } else if (node.type === 'ExpressionStatement') {
        const expression = unwrapped(node.expression);
        if (expression.type === 'CallExpression' && MAPPING.has(calleeName(expression)))
          this.#statements.add(expression);
        statements.push(expression);
      } else if (node.type === 'ExportNamedDeclaration' && node.declaration?.type === 'VariableDeclaration')
        for (const { id } of node.declaration.declarations)
          if (id.type === 'Identifier') this.#named(id.name);
    });
    for (const each of statements) count += this.leftAlone(each).length;
    for (const each of declared) count += this.neverNamed(each).length;
    return count;
  }

  #noteMade(target: acorn.AnyNode, value: acorn.AnyNode | null | undefined): void {
    const made = value ? unwrapped(value) : null;
    const name = made?.type === 'NewExpression' ? lastName(target) : null;
    if (made?.type !== 'NewExpression' || name === null) return;
    if (COLLECTION.test(calleeName(made))) this.#collections.add(name);
    else if (calleeName(made) !== 'Array') this.#objects.add(name);
  }

  #countIn(name: string): void {
    this.#lists.set(name, (this.#lists.get(name) ?? 0) + 1);
  }

  /** Whether it is a list of the file that nothing ever reads: everything but its declaration puts into it, or asks for its length. */
  #isNeverRead(name: string): boolean {
    return this.#empty.has(name) && this.#times.get(name) === (this.#lists.get(name) ?? 0) + 1;
  }

  #named(name: string): void {
    this.#times.set(name, (this.#times.get(name) ?? 0) + 1);
  }

  /** `readFileSync(…)`, `Atomics.wait(…)`: the program stands still until it has what it asks for. */
  standsStill(call: acorn.CallExpression): boolean {
    const name = calleeName(call);
    if (name === 'wait') return receiverOf(call) === 'Atomics';
    const original = call.callee.type === 'Identifier' ? (this.#aliases.get(name) ?? name) : name;
    return SYNC.has(original) && !call.optional && unwrapped(call.callee).type !== 'ChainExpression';
  }

  /**
   * The calls that may be of async functions in an expression whose value nobody takes: `save()`, `ok && save()`,
   * `ok ? save() : undo()`, `all.push(save())` where nothing reads the list.
   */
  leftAlone(expression: acorn.AnyNode): acorn.CallExpression[] {
    const node = unwrapped(expression);
    if (node.type === 'LogicalExpression') return this.leftAlone(node.right);
    if (node.type === 'ConditionalExpression')
      return [node.consequent, node.alternate].flatMap((branch) => this.leftAlone(branch));
    if (node.type !== 'CallExpression') return [];
    const kept = receiverOf(node);
    if (calleeName(node) === 'push' && kept !== null && this.#isNeverRead(kept))
      return node.arguments.flatMap((argument) =>
        argument.type === 'SpreadElement' ? [] : this.leftAlone(argument),
      );
    return this.#mayBeAsync(node) ? [node] : [];
  }

  /** The same for a variable that nothing ever names. */
  neverNamed({ id, init }: acorn.VariableDeclarator): acorn.CallExpression[] {
    if (id.type !== 'Identifier' || init == null || unwrapped(init).type !== 'CallExpression') return [];
    return this.#times.get(id.name) === 1 ? this.leftAlone(init) : [];
  }

  #mayBeAsync(node: acorn.CallExpression): boolean {
    const callee = unwrapped(node.callee);
    if (callee.type === 'Super') return false;
    if (isFunction(callee)) return callee.async;
    const name = calleeName(node);
    if (PLAIN.has(name) || SYNCHRONOUS.has(name) || name.endsWith('Sync')) return false;
    if (callee.type === 'MemberExpression') {
      const receiver = lastName(callee.object) ?? '';
      if (PLAIN_IN_LISTS.has(name) && !this.#objects.has(receiver)) return false;
      if (PLAIN_IN_COLLECTIONS.has(name) && this.#collections.has(receiver)) return false;
    }
    if (callee.type !== 'Identifier') return !PLAIN_RECEIVERS.has(receiverOf(node) ?? '');
    return !PLAIN_FUNCTIONS.has(name) && !this.#plain.has(name);
  }

  /** The async function whose promises a call drops: one given to `forEach`, to `filter` (promises are truthy), or to a `map` that is a statement. */
  droppedFunction(call: acorn.CallExpression): acorn.AnyNode | null {
    const name = calleeName(call);
    const drops = DROPPING.has(name) || this.#statements.has(call);
    const node = drops ? firstFunction(call) : null;
    return node?.async ? node : null;
  }

  /** The function that `forEach` calls there and then, and whose result it drops. */
  calledThere(call: acorn.CallExpression): FunctionNode | null {
    const node = calleeName(call) === 'forEach' ? firstFunction(call) : null;
    return node === null || node.async || node.generator ? null : node;
  }

  /** Whether the module awaits anything further down. If not, leaving something alone is how the module ends. */
  isFollowedByAwait(node: acorn.AnyNode): boolean {
    return this.#lastAwait > node.end;
  }
}
