// Walks a file and decides where each marker goes. What markers are, instrument.ts shows.

import type * as acorn from 'acorn';
import * as walk from 'acorn-walk';
import type { SiteKind } from '../../protocol/sites.ts';
import { AwaitUsing, isAwaitUsing, isUsing } from './await-using.ts';
import { type Body, calledThere, disposing, newBody, noTask, type SuspensionSite } from './body.ts';
import { CallMarking } from './call-marking.ts';
import { type CompiledFunction, type CompiledFunctions, isHelper } from './compiled/compiled.ts';
import { CompiledMarking } from './compiled/compiled-marking.ts';
import { canBeWrapped } from './hoisting.ts';
import { LoopMarking } from './loop-marking.ts';
import type { MarkedText } from './marked-text.ts';
import { afterHashbang, lastDirective, lastThatRuns } from './places.ts';
import { Apart } from './reading/apart.ts';
import { AwaitedFacts } from './reading/awaited-facts.ts';
import type { CallSites } from './reading/call-sites.ts';
import { callbackFunctions } from './reading/callbacks.ts';
import { Definitions } from './reading/definitions.ts';
import { firstAwait, isInert, neverPromise } from './reading/expressions.ts';
import { GoneThrough } from './reading/gone-through.ts';
import { HandedTo } from './reading/handed-to.ts';
import { Members } from './reading/members.ts';
import { type FunctionName, type FunctionNode, unwrapped } from './reading/names.ts';
import { OwnFunctions } from './reading/own-functions.ts';
import { Settling } from './reading/settling.ts';
import { isNamedByPlace, Told } from './reading/told.ts';
import { Requires } from './requires.ts';
import { written } from './site-ids.ts';
import { type TaskCode, TaskCodes } from './task-code.ts';
import { toldStatements } from './told-statements.ts';
import { markTopLevelReturn, topLevelCode, type Wrapper } from './top-level.ts';
import { markTry } from './try-marking.ts';

export class Marking {
  readonly #text: MarkedText;
  readonly #sites: CallSites;
  readonly #calls: CallMarking;
  readonly #requires: Requires;
  readonly #compiled: CompiledFunctions;
  readonly #callbacks: ReadonlySet<FunctionNode>;
  readonly #handedTo = new HandedTo();
  readonly #definitions: Definitions;
  readonly #facts: AwaitedFacts;
  readonly #codes: TaskCodes;
  readonly #members: Members;
  readonly #apart: Apart;
  readonly #own: OwnFunctions;
  /** Awaits that a function begins with, and those whose value it returns, with nothing else between. */
  readonly #first = new Set<acorn.AnyNode>();
  readonly #returned = new Set<acorn.AnyNode>();
  readonly #goneThrough = new GoneThrough();
  readonly #told: Told;
  readonly #awaitUsing: AwaitUsing;
  readonly #loops: LoopMarking;
  readonly #compiledMarking: CompiledMarking;
  readonly #task: string;
  readonly #error: string;
  readonly #program: acorn.Program;
  readonly #wrapper: Wrapper | null;
  /** The file's own site. */
  #module = 0;

  constructor(
    text: MarkedText,
    program: acorn.Program,
    names: ReadonlyMap<acorn.AnyNode, FunctionName>,
    calls: CallSites,
    compiled: CompiledFunctions,
    wrapper: Wrapper | null,
  ) {
    this.#text = text;
    this.#program = program;
    this.#wrapper = wrapper;
    this.#sites = calls;
    this.#compiled = compiled;
    this.#callbacks = callbackFunctions(program, names);
    this.#members = new Members(program, names);
    this.#facts = new AwaitedFacts(program, text.source, this.#members);
    this.#codes = new TaskCodes(program);
    this.#told = new Told(text.source);
    this.#calls = new CallMarking(text, calls, this.#handedTo, this.#members, this.#goneThrough, this.#told);
    const settling = new Settling(program, text.source);
    this.#definitions = new Definitions(text, names, this.#calls, this.#handedTo, settling);
    this.#requires = new Requires(text);
    this.#apart = new Apart(text, program);
    this.#own = new OwnFunctions(program);
    let suffix = '';
    while (text.source.includes(`$ls${suffix}`) || text.source.includes(`$le${suffix}`)) suffix += '_';
    this.#task = `$ls${suffix}`;
    this.#error = `$le${suffix}`;
    const suspension: SuspensionSite = (...at) => this.#suspension(...at);
    this.#awaitUsing = new AwaitUsing(text, this.#task, suspension, this.#told);
    this.#loops = new LoopMarking(text, this.#task, suspension, this.#awaitUsing, this.#told);
    this.#compiledMarking = new CompiledMarking(text, this.#task, suspension);
  }

  /** Nothing is put around a script, since its last value is its result. */
  markModule(name: string, isScript: boolean): void {
    this.#requires.isScript = isScript;
    this.#module = this.#text.moduleSite(name);
    const body = newBody('module', this.#text.rowOf(this.#module));
    if (isScript) return this.#walk(calledThere(body));
    const { opening, end } = this.#topLevelCode(false);
    const directives = lastDirective(this.#program.body);
    const last = lastThatRuns(this.#program.body);
    // With a semicolon before: a program may have replaced the head of Node's wrapper by one that leaves a statement open.
    const begins = `;${opening}${last ? '' : end}`;
    this.#text.open(directives?.end ?? afterHashbang(this.#text.source), begins);
    this.#walk(body);
    // What is disposed of as the file ends is told of where the file's last statement was.
    if (last) this.#text.close(last.end, end, this.#told.behind(last));
  }

  #walk(body: Body): void {
    walk.recursive(this.#program, body, { ...this.#visitors, ...toldStatements(this.#told) });
    this.#apart.tell(this.#program, body);
    const facts = this.#members.combining(this.#text.source);
    if (facts !== undefined) this.#text.addFacts(body.owner, facts);
  }

  #topLevelCode(isAsync: boolean): Pick<TaskCode, 'opening' | 'end'> {
    const names = { task: this.#task, error: this.#error };
    return topLevelCode({ ...names, isAsync, site: this.#module, makesCode: this.#sites.makesCode });
  }

  /** A function that a whole file was wrapped in counts as the file. */
  #markWrapper(node: Wrapper, visit: walk.WalkerCallback<Body>): void {
    const body = newBody(node.async ? 'async' : 'module', this.#text.rowOf(this.#module));
    this.#wrapBlock(node.body, { ...body, isTopLevel: true }, this.#topLevelCode(node.async), visit);
  }

  readonly #visitors: walk.RecursiveVisitors<Body> = {
    Program: (node, body, visit) => this.#visitList(node.body, body, visit),
    BlockStatement: (node, body, visit) => this.#visitList(node.body, body, visit),
    StaticBlock: (node, body, visit) => this.#visitList(node.body, body, visit),
    SwitchCase: (node, body, visit) => {
      if (node.test) visit(node.test, body);
      this.#visitList(node.consequent, body, visit);
    },

    Function: (node, body, visit) => {
      if (!isHelper(node as FunctionNode)) this.#markFunction(node as FunctionNode, body, visit);
    },

    VariableDeclaration: (node, body, visit) => {
      for (const declarator of node.declarations) visit(declarator, body);
      if (isAwaitUsing(node, body)) this.#awaitUsing.markStatement(node, body);
    },

    VariableDeclarator: (node, body, visit) => {
      if (isHelper(node)) return;
      visit(node.id, body);
      this.#calls.leaveUnnamed(node, body);
      this.#goneThrough.note(node);
      if (node.init) this.#told.begins(node.init, node.init.start);
      if (node.init) visit(node.init, body);
    },

    SpreadElement: (node, body, visit) => {
      this.#goneThrough.note(node);
      visit(node.argument, body);
    },

    ArrayExpression: (node, body, visit) => {
      this.#goneThrough.note(node);
      for (const element of node.elements) if (element !== null) visit(element, body);
    },

    AwaitExpression: (node, body, visit) => {
      body.suspensions++;
      this.#calls.awaits(node.argument);
      const site = this.#suspension('await', node.argument, node.start, body);
      if (this.#compiled.loopAt(node.argument) === undefined) body.awaits.set(node, this.#text.rowOf(site));
      // V8 calls an optional chain `(intermediate value)`, as it does an await, except where its value is iterated.
      const marker = this.#goneThrough.markerOf(node) ?? '?.r';
      this.#text.open(node.start, `__loopscope${marker}(${this.#task},`);
      const after = node.start + 'await'.length;
      this.#text.open(after, '__loopscope.a(', this.#told.of(node.argument, this.#told.before(node)));
      // The last place that V8 reports before the value.
      this.#text.open(after, `${this.#task},${written(site)},`, this.#told.before(node));
      this.#text.tellName(node.argument, this.#told);
      visit(node.argument, body);
      this.#text.close(node.end, `${this.#since(node)})${this.#returned.has(node) ? ',true' : ''})`);
    },

    YieldExpression: (node, body, visit) => {
      if (body.kind !== 'generator' && (body.isCompiled !== true || node.delegate)) {
        if (node.argument) visit(node.argument, body);
        return;
      }
      body.suspensions++;
      if (body.isCompiled) return this.#compiledMarking.markYield(node, body, visit);
      const site = this.#suspension('yield', node.argument, node.start, body);
      const after = node.start + 'yield'.length;
      const marker = node.delegate ? 'z' : 'y';
      const resumed = this.#goneThrough.markerOf(node) === null ? '?.g' : '.H';
      this.#text.open(node.start, `__loopscope${resumed}(${this.#task},`);
      if (!node.argument) {
        this.#text.close(node.end, `__loopscope.y(${this.#task},${written(site)}))`);
        return;
      }
      const at = node.delegate ? this.#text.source.indexOf('*', after) + 1 : after;
      this.#text.open(at, `__loopscope.${marker}(`, this.#told.of(node.argument, this.#told.before(node)));
      this.#text.open(at, `${this.#task},${written(site)},`, this.#told.before(node));
      this.#text.tellName(node.argument, this.#told);
      visit(node.argument, body);
      this.#text.close(node.end, node.delegate && !isNamedByPlace(node.argument) ? ',true))' : '))');
    },

    ReturnStatement: (node, body, visit) => {
      if (body.kind === 'module')
        return markTopLevelReturn(node, body, visit, { text: this.#text, task: this.#task });
      if (body.isCompiled && this.#compiledMarking.markReturn(node, body, visit)) return;
      if (!node.argument) return;
      this.#told.begins(node.argument, node.start);
      if (body.kind === 'async' && !body.inFinally && !body.finals)
        this.#returned.add(unwrapped(node.argument));
      const told = this.#told.of(node.argument);
      body.returnedAt = body.returnedAt === undefined && !body.finals ? told : null;
      if (body.kind === 'none' || (neverPromise(node.argument) && !body.inFinally)) {
        visit(node.argument, body);
        return;
      }
      const site = this.#suspension('return', node.argument, node.start, body);
      const marker = body.kind === 'generator' ? 'u' : 't';
      // In brackets: `return a, b` returns one value.
      const after = node.start + 'return'.length;
      // Where V8 says that it is returned, and what it disposes of before that.
      this.#text.open(after, `__loopscope.${marker}(`, told);
      this.#text.open(after, `${this.#task},${written(site)},(`, node.start);
      this.#text.tellName(node.argument, this.#told);
      visit(node.argument, body);
      this.#text.close(node.argument.end, '))');
    },

    LabeledStatement: (node, body, visit) => this.#loops.markLabeled(node, body, visit),

    ForStatement: (node, body, visit) => this.#loops.markFor(node, body, visit),

    ForOfStatement: (node, body, visit) => {
      this.#goneThrough.note(node);
      this.#loops.markForOf(node, body, visit);
    },

    TryStatement: (node, body, visit) =>
      markTry(node, body, visit, { text: this.#text, task: this.#task, error: this.#error }),

    AssignmentPattern: (node, body, visit) => {
      this.#goneThrough.note(node);
      visit(node.left, body);
      const runs = body.parametersOf !== undefined && !isInert(node.right);
      if (runs) this.#text.open(node.right.start, `(__loopscope.q(${written(body.parametersOf ?? 0)}),`);
      visit(node.right, body);
      if (runs) this.#text.close(node.right.end, ')');
    },

    CallExpression: (node, body, visit) => {
      this.#requires.note(node, body);
      this.#calls.mark(node, body, visit);
    },

    ExpressionStatement: ({ expression }, body, visit) => {
      this.#calls.leave(expression, body);
      this.#told.begins(expression, expression.start);
      visit(expression, body);
    },

    NewExpression: (node, body, visit) => {
      this.#handedTo.note(node);
      const makesPromise = node.callee.type === 'Identifier' && node.callee.name === 'Promise';
      const isPromise = makesPromise && !this.#goneThrough.has(node);
      const closing = isPromise ? this.#text.openAround(node.start, 'n(', node.start) : '';
      visit(node.callee, body);
      for (const argument of node.arguments) visit(argument, body);
      if (isPromise) this.#text.close(node.end, closing);
    },
  };

  #visitList(
    statements: readonly (acorn.Statement | acorn.ModuleDeclaration)[],
    body: Body,
    visit: walk.WalkerCallback<Body>,
  ): void {
    this.#text.list(statements);
    disposing(body, statements.some(isUsing), () => {
      for (const statement of statements) {
        visit(statement, body);
        this.#requires.follow(statement);
      }
    });
  }

  #markFunction(node: FunctionNode, outer: Body, visit: walk.WalkerCallback<Body>): void {
    if (node === this.#wrapper) return this.#markWrapper(this.#wrapper, visit);
    const steps = this.#compiledMarking.bodyOfSteps(node);
    if (steps !== undefined) return visit(node.body, steps);
    const isOurs = !this.#text.isLibrary(node.start);
    const compiled = this.#compiled.get(node);
    const isAsync = node.async || compiled !== undefined;
    const isHelpers = compiled !== undefined || this.#compiled.isWrapper(node);
    if (isOurs && !isHelpers && this.#callbacks.has(node)) return this.#markCallback(node, visit);
    if (isOurs && isAsync && (compiled?.machine || canBeWrapped(node.body)))
      return this.#markTask(node, compiled, outer, visit);
    // An async function that could not be wrapped has no task to name in its markers: leave all of it alone.
    if (!isAsync) this.#visitFunction(node, this.#calls.bodyOf(node), visit);
  }

  #markCallback(node: FunctionNode, visit: walk.WalkerCallback<Body>): void {
    const site = written(this.#definitions.define('callback', node, undefined));
    this.#text.enter(node, `__loopscope.k(${site})`, `{__loopscope.k(${site})}`);
    this.#visitFunction(node, noTask(), visit);
  }

  #markTask(
    node: FunctionNode,
    compiled: CompiledFunction | undefined,
    outer: Body,
    visit: walk.WalkerCallback<Body>,
  ): void {
    const isGenerator = compiled?.isGenerator ?? node.generator;
    const site = this.#definitions.define(isGenerator ? 'generator' : 'function', node, compiled);
    const machine = compiled?.machine ?? null;
    const body: Body = {
      ...newBody(isGenerator ? 'generator' : 'async', this.#text.rowOf(site)),
      isCompiled: compiled !== undefined,
      ...(machine !== null && { machine }),
    };
    const first = firstAwait(node);
    if (first !== null) this.#first.add(first);
    if (node.body.type !== 'BlockStatement') this.#returned.add(unwrapped(node.body));
    for (const parameter of node.params) visit(parameter, { ...outer, parametersOf: site });
    const { name } = this.#definitions.nameOf(node, compiled);
    const code = this.#codes.of(node, compiled, { task: this.#task, error: this.#error, site, name });
    if (machine !== null) {
      this.#text.enter(node, '', this.#compiledMarking.machineBegins(machine, site, body));
      this.#text.open(machine.call.start, `__loopscope.A(${this.#task}=${code.begun},`);
      visit(node.body, calledThere(body));
      this.#text.close(machine.call.end, ')');
    } else {
      if (node.body.type === 'BlockStatement') this.#wrapBlock(node.body, body, code, visit);
      else this.#wrapExpression(node.body, body, code, visit);
      this.#apart.tell(node, body);
    }
  }

  #wrapBlock(
    block: acorn.BlockStatement,
    body: Body,
    { opening, end }: Pick<TaskCode, 'opening' | 'end'>,
    visit: walk.WalkerCallback<Body>,
  ): void {
    const directive = lastDirective(block.body);
    const at = directive ? directive.end : block.start + 1;
    const begins = `${directive ? ';' : ''}${opening}`;
    // The body is empty: both parts have the same place.
    if (at === block.end - 1) return this.#text.open(at, begins + end);
    this.#text.open(at, begins);
    visit(block, body);
    // There V8 says that it looks whether what is returned has a `then`.
    this.#text.close(block.end - 1, end, this.#told.returned(block) ?? body.returnedAt ?? undefined);
  }

  #wrapExpression(
    value: acorn.Expression,
    body: Body,
    { opening, end }: TaskCode,
    visit: walk.WalkerCallback<Body>,
  ): void {
    const promise = neverPromise(value) ? null : this.#suspension('return', value, value.start, body);
    const returned = promise === null ? '(' : `__loopscope.t(${this.#task},${written(promise)},`;
    this.#told.headBegins(value);
    this.#text.open(value.start, `{${opening}return ${returned}`, this.#told.position(value));
    this.#text.tellName(value, this.#told);
    visit(value, body);
    this.#text.close(value.end, `)${end}}`, this.#told.of(value));
  }

  /** What tells an await's marker that no code of the program has run since an earlier marker: 1, the last one of the function that it calls; 2,
   * its own function's entry. */
  #since(node: acorn.AwaitExpression): string {
    if (this.#own.isCall(node.argument)) return ',1';
    return this.#first.has(node) && isInert(unwrapped(node.argument)) ? ',2' : '';
  }

  #visitFunction(node: FunctionNode, body: Body, visit: walk.WalkerCallback<Body>): void {
    for (const parameter of node.params) visit(parameter, body);
    visit(node.body, body);
  }

  #suspension(kind: SiteKind, awaited: acorn.AnyNode | null | undefined, offset: number, body: Body): number {
    const loop = this.#compiled.loopAt(awaited);
    const what = loop?.iterable ?? awaited;
    const at = loop?.start ?? offset;
    const site = loop === undefined ? kind : 'for-await';
    return this.#text.expressionSite(site, what, at, body.owner, this.#facts.of(what, at));
  }
}
