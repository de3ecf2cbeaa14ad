// `await using a = b;` waits where its block is left. A block can be left in many ways, so no marker can stand there.
//
// The declaration becomes a constant, and two declarations of the tracer's follow it. The language disposes of them in reverse order: the last
// one disposes of the value while the task waits for that, the one before lets the task go on.
//
//     await using a = b, c = d;         →   const a = b;using $r=M.B($ls,a);await using $u=M.C($ls,3,a);const c = d;using …
//     for (await using a = b; …) {}     →   {const a = b;using $r=…;await using $u=…;for(; …) {}}
//     for (await using a of b) {}       →   for (const a of b) {using $r=…;await using $u=…;{}}

import type * as acorn from 'acorn';
import type { Body, SuspensionSite } from './body.ts';
import type { MarkedText } from './marked-text.ts';
import type { Told } from './reading/told.ts';
import { written } from './site-ids.ts';

/** A loop together with its labels: what its head declares has to come before them. */
type Labelled = acorn.ForStatement | acorn.LabeledStatement;

const BLANKS = /(?:\s|\/\/.*|\/\*[\s\S]*?\*\/)*/y;

export class AwaitUsing {
  readonly #text: MarkedText;
  readonly #task: string;
  readonly #siteOf: SuspensionSite;
  readonly #told: Told;

  constructor(text: MarkedText, task: string, siteOf: SuspensionSite, told: Told) {
    this.#text = text;
    this.#told = told;
    this.#task = task;
    this.#siteOf = siteOf;
  }

  /** Marks a declaration among statements. Its expressions are marked already. */
  markStatement(node: acorn.VariableDeclaration, body: Body): void {
    this.#declare(node, body, this.#text.source[node.end - 1] === ';' ? '' : ';');
  }

  /** Marks a declaration in the head of `for (;;)`. `whole`: the loop with its labels. */
  markHead(node: acorn.VariableDeclaration, whole: Labelled, body: Body): void {
    let labels = '';
    for (let inner: acorn.AnyNode = whole; inner.type === 'LabeledStatement'; inner = inner.body)
      labels += `${inner.label.name}:`;
    this.#text.open(whole.start, '{');
    this.#hide(whole.start, node.start);
    this.#declare(node, body, ';');
    this.#text.close(node.end, `${labels}for(`);
    this.#text.close(whole.end, '}');
  }

  /** Marks a declaration in the head of `for (… of …)`. Returns the text to put before the body, in a block around it. */
  markEach(node: acorn.VariableDeclaration, body: Body): string {
    this.#becomesConstant(node);
    return this.#standIns(node.declarations[0] as acorn.VariableDeclarator, body, node.start);
  }

  /** `ending` and the declarations for the last variable go behind the whole declaration. */
  #declare(node: acorn.VariableDeclaration, body: Body, ending: string): void {
    this.#becomesConstant(node);
    node.declarations.forEach((each, index) => {
      const standIns = this.#standIns(each, body, index === 0 ? node.start : each.start);
      const told = each.init ? this.#told.of(each.init) : each.start;
      if (index === node.declarations.length - 1) {
        this.#text.close(node.end, `${ending}${standIns}`, told);
        return;
      }
      this.#text.close(each.end, `;${standIns}`, told);
      const comma = this.#afterBlanks(each.end);
      this.#hide(comma, comma + 1);
      this.#text.open(comma + 1, 'const ');
    });
  }

  #becomesConstant({ start }: acorn.VariableDeclaration): void {
    const end = this.#afterBlanks(start + 'await'.length) + 'using'.length;
    this.#hide(start, end);
    this.#text.open(end, 'const');
  }

  /** Turns a stretch of text into comments, so that it does not run but keeps its lines. */
  #hide(start: number, end: number): void {
    for (let at = this.#afterBlanks(start); at < end; at = this.#afterBlanks(at)) {
      this.#text.open(at, '/*');
      while (at < end && this.#afterBlanks(at) === at) at++;
      this.#text.close(at, '*/');
    }
  }

  #afterBlanks(offset: number): number {
    BLANKS.lastIndex = offset;
    BLANKS.test(this.#text.source);
    return BLANKS.lastIndex;
  }

  #standIns({ id, init, start }: acorn.VariableDeclarator, body: Body, offset: number): string {
    // The language allows only names there.
    const value = (id as acorn.Identifier).name;
    body.suspensions++;
    const site = written(this.#siteOf('await', init ?? id, offset, body));
    const name = `${this.#task}u${start}`;
    const goesOn = `using ${name}r=__loopscope.B(${this.#task},${value});`;
    return `${goesOn}await using ${name}=__loopscope.C(${this.#task},${site},${value});`;
  }
}

/** Whether a loop's head, or a statement, declares what is disposed of where the block around it is left. */
export const isUsing = (node: acorn.AnyNode | null | undefined): boolean =>
  node?.type === 'VariableDeclaration' && (node.kind === 'using' || node.kind === 'await using');

/** Whether a loop's head, or a statement, is such a declaration in a body that has a task. */
export const isAwaitUsing = (
  node: acorn.AnyNode | null | undefined,
  { kind, machine }: Body,
): node is acorn.VariableDeclaration =>
  node?.type === 'VariableDeclaration' &&
  node.kind === 'await using' &&
  kind !== 'none' &&
  machine === undefined;
