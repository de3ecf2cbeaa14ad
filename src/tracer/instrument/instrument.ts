import * as acorn from 'acorn';
import * as walk from 'acorn-walk';
import MagicString from 'magic-string';
import type { SiteKind, SiteRow } from '../../protocol/events.ts';
import { markOf } from '../../protocol/marker-text.ts';
import { independentAwaits, variablesOf } from './await-flow.ts';
import { callbackFunctions } from './callbacks.ts';
import { isInert, isSimple, neverPromise, rendered, shownArguments } from './expressions.ts';
import { canBeWrapped } from './hoisting.ts';
import { type FunctionName, type FunctionNode, functionNames } from './names.ts';
import { Places } from './places.ts';

export type ModuleKind = 'module' | 'commonjs';

export interface Instrumented {
  readonly code: string;
  /** Their ids follow one another, from what `takeSites` returned. */
  readonly rows: readonly SiteRow[];
  readonly firstSite: number;
  /** What was put in, in no order: how a column of `code` leads back to one of the source. */
  readonly insertions: readonly Insertion[];
}

export interface Insertion {
  /** In the source, before which it stands. */
  readonly offset: number;
  readonly length: number;
}

/**
 * Puts the markers of markers.ts into a file, on the lines its author wrote, so that line numbers hold.
 *
 *     async function f(a) {                 async function f(a) {const $ls=M.e(2,a);try{
 *       const x = await g(a);        →        const x = M.r($ls,await M.a($ls,3, g(a)));
 *       return x;                             return M.t($ls,4, x);
 *     }                                     }catch($le){throw M.f($ls,$le)}finally{M.x($ls)}}
 *
 * with `M` short for the global `__loopscope`, each insertion between two vertical tabs (protocol/marker-text.ts), and ids written so that all are equally long: where an insertion stands
 * does not depend on them. `takeSites(n)` reserves n site ids and returns the first.
 * `parseable` is the source with spaces in place of what is not JavaScript, types: every offset means the same in both.
 * Throws a SyntaxError where the file has one: the runtime will say so better than we could.
 */
export function instrument(
  source: string,
  kind: ModuleKind,
  moduleName: string,
  takeSites: (count: number) => number,
  parseable = source,
): Instrumented {
  const program = acorn.parse(parseable, {
    ecmaVersion: 'latest',
    sourceType: kind,
    allowHashBang: true,
    preserveParens: true,
  });
  const firstSite = takeSites(countSites(program));
  const marking = new Marking(source, program, firstSite);
  marking.markModule(program, moduleName);
  return { code: marking.code(), rows: marking.rows, firstSite, insertions: marking.insertions };
}

/** Never fewer than the sites there will be: every function, every point of suspension, and the module. */
function countSites(program: acorn.Program): number {
  let count = 1;
  walk.full(program, (node) => {
    // Two for a function: a concise arrow is its own return.
    if (node.type.includes('Function')) count += 2;
    else if (/Await|Yield|Return|ForOf/.test(node.type)) count++;
  });
  return count;
}

/** The function (or module) whose body is being walked. */
interface Body {
  /** In the parameters of the function with this site. */
  parametersOf?: number;
  /** Inside a `finally`: what is returned here takes the place of what was. */
  inFinally?: boolean;
  /** Row of its definition; -1 in a function that is not a task. */
  readonly owner: number;
  readonly kind: 'async' | 'generator' | 'module' | 'none';
  /** Points of suspension found so far. */
  suspensions: number;
  /** Those of them that are awaits, and their rows. */
  readonly awaits: Map<acorn.AwaitExpression, number>;
}

const noTask = (): Body => ({ owner: -1, kind: 'none', suspensions: 0, awaits: new Map() });

const LONGEST_EXPRESSION = 60;
/** A longer one is some tool's output: what it needs is not looked into. */
const LONGEST_BODY = 100_000;

class Marking {
  readonly rows: SiteRow[] = [];
  readonly insertions: Insertion[] = [];
  readonly #source: string;
  readonly #program: acorn.Program;
  readonly #firstSite: number;
  readonly #text: MagicString;
  readonly #places: Places;
  readonly #names: ReadonlyMap<acorn.AnyNode, FunctionName>;
  readonly #callbacks: ReadonlySet<FunctionNode>;
  /** A `for await` loop's outermost label. */
  readonly #labels = new Map<acorn.AnyNode, acorn.AnyNode>();
  readonly #task: string;
  readonly #mark: string;
  readonly #error: string;

  constructor(source: string, program: acorn.Program, firstSite: number) {
    this.#source = source;
    this.#program = program;
    this.#firstSite = firstSite;
    this.#text = new MagicString(source);
    this.#places = new Places(source);
    this.#names = functionNames(program, source);
    this.#callbacks = callbackFunctions(program, this.#names);
    let suffix = '';
    while (source.includes(`$ls${suffix}`) || source.includes(`$le${suffix}`)) suffix += '_';
    this.#mark = markOf(source);
    this.#task = `$ls${suffix}`;
    this.#error = `$le${suffix}`;
  }

  code(): string {
    return this.#text.toString();
  }

  markModule(program: acorn.Program, name: string): void {
    const site = this.#site('module', name, 0, -1);
    const body: Body = {
      owner: site - this.#firstSite,
      kind: 'module',
      suspensions: 0,
      awaits: new Map(),
    };
    const start = `const ${this.#task}=__loopscope.m(${written(site)});`;
    const directives = lastDirective(program.body);
    if (directives) this.#open(directives.end, `;${start}`);
    else this.#open(afterHashbang(this.#source), start);
    walk.recursive(program, body, this.#visitors);
    this.#tellApart(program, body);
    this.#text.append(`\n;__loopscope.x(${this.#task});`);
  }

  readonly #visitors: walk.RecursiveVisitors<Body> = {
    Function: (node, body, visit) => this.#markFunction(node as FunctionNode, body, visit),

    AwaitExpression: (node, body, visit) => {
      body.suspensions++;
      const site = this.#suspension('await', node.argument, node.start, body);
      body.awaits.set(node, site - this.#firstSite);
      this.#open(node.start, `__loopscope.r(${this.#task},`);
      this.#open(node.start + 'await'.length, `__loopscope.a(${this.#task},${written(site)},`);
      visit(node.argument, body);
      this.#close(node.end, '))');
    },

    YieldExpression: (node, body, visit) => {
      if (body.kind !== 'generator') {
        if (node.argument) visit(node.argument, body);
        return;
      }
      body.suspensions++;
      const site = this.#suspension('yield', node.argument, node.start, body);
      const after = node.start + 'yield'.length;
      const marker = node.delegate ? 'z' : 'y';
      this.#open(node.start, `__loopscope.g(${this.#task},`);
      if (!node.argument) {
        this.#close(node.end, `__loopscope.y(${this.#task},${written(site)}))`);
        return;
      }
      this.#open(
        node.delegate ? this.#source.indexOf('*', after) + 1 : after,
        `__loopscope.${marker}(${this.#task},${written(site)},`,
      );
      visit(node.argument, body);
      this.#close(node.end, '))');
    },

    ReturnStatement: (node, body, visit) => {
      if (body.kind === 'module') {
        // CommonJS may return early from its top level.
        this.#open(node.start + 'return'.length, `__loopscope.x(${this.#task}${node.argument ? ',' : ')'}`);
        if (node.argument) {
          visit(node.argument, body);
          this.#close(node.argument.end, ')');
        }
        return;
      }
      if (!node.argument) return;
      if (body.kind === 'none' || (neverPromise(node.argument) && !body.inFinally)) {
        visit(node.argument, body);
        return;
      }
      const site = this.#suspension('return', node.argument, node.start, body);
      const marker = body.kind === 'generator' ? 'u' : 't';
      this.#open(node.start + 'return'.length, `__loopscope.${marker}(${this.#task},${written(site)},`);
      visit(node.argument, body);
      this.#close(node.argument.end, ')');
    },

    LabeledStatement: (node, body, visit) => {
      let inner: acorn.AnyNode = node.body;
      while (inner.type === 'LabeledStatement') inner = inner.body;
      if (!this.#labels.has(inner)) this.#labels.set(inner, node);
      visit(node.body, body);
    },

    ForOfStatement: (node, body, visit) => {
      if (!node.await) {
        visit(node.left, body);
        visit(node.right, body);
        visit(node.body, body);
        return;
      }
      body.suspensions++;
      // In a block of its own, so that the marker behind it belongs to the same statement.
      const whole = this.#labels.get(node) ?? node;
      this.#open(whole.start, '{');
      const site = this.#suspension('for-await', node.right, node.start, body);
      visit(node.left, body);
      this.#open(node.right.start, `__loopscope.i(${this.#task},${written(site)},`);
      visit(node.right, body);
      this.#close(node.right.end, `,${JSON.stringify(rendered(node.right))})`);
      const resume = `__loopscope.c(${this.#task});`;
      if (node.body.type === 'BlockStatement') {
        this.#open(node.body.start + 1, resume);
        visit(node.body, body);
      } else {
        this.#open(node.body.start, `{${resume}`);
        visit(node.body, body);
        this.#close(node.body.end, '}');
      }
      this.#close(whole.end, `${resume}}`);
    },

    TryStatement: (node, body, visit) => {
      const before = body.suspensions;
      const resumeIn = (block: acorn.BlockStatement): void => {
        if (body.suspensions > before) this.#open(block.start + 1, `__loopscope.c(${this.#task});`);
      };
      visit(node.block, body);
      if (node.handler) {
        resumeIn(node.handler.body);
        visit(node.handler, body);
      }
      if (node.finalizer) {
        resumeIn(node.finalizer);
        const outside = body.inFinally ?? false;
        body.inFinally = true;
        visit(node.finalizer, body);
        body.inFinally = outside;
      }
    },

    AssignmentPattern: (node, body, visit) => {
      visit(node.left, body);
      const runs = body.parametersOf !== undefined && !isInert(node.right);
      if (runs) this.#open(node.right.start, `(__loopscope.q(${written(body.parametersOf ?? 0)}),`);
      visit(node.right, body);
      if (runs) this.#close(node.right.end, ')');
    },

    NewExpression: (node, body, visit) => {
      const isPromise = node.callee.type === 'Identifier' && node.callee.name === 'Promise';
      if (isPromise) this.#open(node.start, '__loopscope.n(');
      visit(node.callee, body);
      for (const argument of node.arguments) visit(argument, body);
      if (isPromise) this.#close(node.end, ')');
    },
  };

  #markFunction(node: FunctionNode, outer: Body, visit: walk.WalkerCallback<Body>): void {
    const asTask = node.async && (node.body.type !== 'BlockStatement' || canBeWrapped(node.body));
    const asCallback = this.#callbacks.has(node);
    if (!asTask && !asCallback) {
      this.#visitFunction(node, noTask(), visit, node.async);
      return;
    }
    const kind: SiteKind = asCallback ? 'callback' : node.generator ? 'generator' : 'function';
    const { name, start: offset } = this.#names.get(node) ?? { name: '', start: node.start };
    const site = this.#site(kind, name, offset, -1);
    if (asCallback) {
      this.#enter(node, `__loopscope.k(${written(site)})`, `__loopscope.k(${written(site)});`);
      this.#visitFunction(node, noTask(), visit, false);
      return;
    }
    const body: Body = {
      owner: site - this.#firstSite,
      kind: node.generator ? 'generator' : 'async',
      suspensions: 0,
      awaits: new Map(),
    };
    const marker = node.generator ? 'b' : node.params.every(isSimple) ? 'e' : 'd';
    const start = `const ${this.#task}=__loopscope.${marker}(${[written(site), ...shownArguments(node)].join(',')});try{`;
    const end =
      `}catch(${this.#error}){throw __loopscope.f(${this.#task},${this.#error})}` +
      `finally{__loopscope.x(${this.#task})}`;
    for (const parameter of node.params) visit(parameter, { ...outer, parametersOf: site });
    if (node.body.type === 'BlockStatement') {
      const directive = lastDirective(node.body.body);
      const at = directive ? directive.end : node.body.start + 1;
      if (at === node.body.end - 1) {
        this.#open(at, `${directive ? ';' : ''}${start}${end}`);
      } else {
        this.#open(at, `${directive ? ';' : ''}${start}`);
        visit(node.body, body);
        this.#close(node.body.end - 1, end);
        this.#tellApart(node, body);
      }
      return;
    }
    const promise = neverPromise(node.body)
      ? null
      : this.#suspension('return', node.body, node.body.start, body);
    this.#open(
      node.body.start,
      `{${start}return ${promise === null ? '(' : `__loopscope.t(${this.#task},${written(promise)},`}`,
    );
    visit(node.body, body);
    this.#close(node.body.end, `)${end}}`);
    this.#tellApart(node, body);
  }

  /** Says of each await which earlier ones it does not need. */
  #tellApart(node: acorn.AnyNode, { awaits }: Body): void {
    if (awaits.size === 0 || node.end - node.start > LONGEST_BODY) return;
    for (const [point, others] of independentAwaits(node, this.#source, this.#variables())) {
      const row = awaits.get(point) as number;
      const apart = others.map((other) => awaits.get(other) as number);
      this.rows[row] = [...(this.rows[row] as SiteRow).slice(0, 5), { apart }] as unknown as SiteRow;
    }
  }

  #variables(): ReadonlySet<string> {
    this.#variablesKnown ??= variablesOf(this.#program);
    return this.#variablesKnown;
  }
  #variablesKnown: ReadonlySet<string> | null = null;

  #visitFunction(node: FunctionNode, body: Body, visit: walk.WalkerCallback<Body>, unmarked: boolean): void {
    // An async function that could not be wrapped has no task to name in its markers: leave all of it alone.
    if (unmarked) return;
    for (const parameter of node.params) visit(parameter, body);
    visit(node.body, body);
  }

  /** Puts a marker before all else in a plain function. */
  #enter(node: FunctionNode, expression: string, statement: string): void {
    if (node.body.type === 'BlockStatement') {
      const directive = lastDirective(node.body.body);
      this.#open(directive ? directive.end : node.body.start + 1, `${directive ? ';' : ''}${statement}`);
    } else {
      this.#open(node.body.start, `(${expression},`);
      this.#close(node.body.end, ')');
    }
  }

  #suspension(kind: SiteKind, awaited: acorn.AnyNode | null | undefined, offset: number, body: Body): number {
    const text = awaited ? this.#source.slice(awaited.start, awaited.end).replace(/\s+/g, ' ') : '';
    const name = text.length > LONGEST_EXPRESSION ? `${text.slice(0, LONGEST_EXPRESSION - 1)}…` : text;
    return this.#site(kind, name, offset, body.owner);
  }

  #site(kind: SiteKind, name: string, offset: number, owner: number): number {
    const { line, column } = this.#places.at(offset);
    this.rows.push([kind, name, line, column, owner]);
    return this.#firstSite + this.rows.length - 1;
  }

  /** What opens is put in on the way in, and stands behind whatever closes at the same offset. */
  #open(offset: number, text: string): void {
    this.#text.appendRight(offset, this.#marked(offset, text));
  }

  /** What closes is put in on the way out: inner before outer. */
  #close(offset: number, text: string): void {
    this.#text.appendLeft(offset, this.#marked(offset, text));
  }

  #marked(offset: number, text: string): string {
    const marked = `${this.#mark}${text}${this.#mark}`;
    this.insertions.push({ offset, length: marked.length });
    return marked;
  }
}

/** The widest site id there can be: the wire has 20 bits for it. */
const written = (site: number): string => `0x${site.toString(16).padStart(5, '0')}`;

function lastDirective(body: readonly acorn.AnyNode[]): acorn.AnyNode | undefined {
  return body.findLast((node) => node.type === 'ExpressionStatement' && node.directive !== undefined);
}

function afterHashbang(source: string): number {
  if (!source.startsWith('#!')) return 0;
  const end = source.indexOf('\n');
  return end < 0 ? source.length : end + 1;
}
