// Where the markers go in loops: around what `for await` iterates, and where a loop's head declares with `await using`.

import type * as acorn from 'acorn';
import * as walk from 'acorn-walk';
import { type AwaitUsing, isAwaitUsing, isUsing } from './await-using.ts';
import { type Body, disposing, type SuspensionSite } from './body.ts';
import type { MarkedText } from './marked-text.ts';
import { notIterable } from './reading/expressions.ts';
import type { Told } from './reading/told.ts';
import { quoted, written } from './site-ids.ts';

const isForAwait = (node: acorn.AnyNode): boolean => node.type === 'ForOfStatement' && node.await;

const isBlock = (node: unknown): node is acorn.BlockStatement =>
  (node as { readonly type?: unknown }).type === 'BlockStatement';

function hasForAwait(node: acorn.AnyNode): boolean {
  let has = false;
  walk.simple(node, {
    ForOfStatement: (loop) => {
      has ||= loop.await;
    },
  });
  return has;
}

export class LoopMarking {
  readonly #text: MarkedText;
  /** The name of the variable that holds the task. */
  readonly #task: string;
  readonly #siteOf: SuspensionSite;
  readonly #awaitUsing: AwaitUsing;
  readonly #told: Told;
  /** For each labelled statement, its outermost label. */
  readonly #labels = new Map<acorn.AnyNode, acorn.LabeledStatement>();

  constructor(text: MarkedText, task: string, siteOf: SuspensionSite, awaitUsing: AwaitUsing, told: Told) {
    this.#text = text;
    this.#task = task;
    this.#siteOf = siteOf;
    this.#awaitUsing = awaitUsing;
    this.#told = told;
  }

  markLabeled(node: acorn.LabeledStatement, body: Body, visit: walk.WalkerCallback<Body>): void {
    let inner: acorn.AnyNode = node.body;
    while (inner.type === 'LabeledStatement') inner = inner.body;
    const isOutermost = !this.#labels.has(inner);
    if (isOutermost) this.#labels.set(inner, node);
    // The label of a `for await` is marked with that.
    const isAround = isOutermost && body.kind !== 'none' && !isForAwait(inner) && hasForAwait(inner);
    if (!isAround) return visit(node.body, body);
    // A `break` or `continue` with the label jumps over the marker behind a `for await` that is left by it.
    const resume = `{__loopscope.c(${this.#task})}`;
    this.#text.open(node.start, '{');
    if ('body' in inner && inner.type !== 'BlockStatement' && isBlock(inner.body))
      this.#text.open(inner.body.start + 1, resume);
    visit(node.body, body);
    this.#text.close(node.end, `${resume}}`);
  }

  markFor(node: acorn.ForStatement, body: Body, visit: walk.WalkerCallback<Body>): void {
    const { init } = node;
    if (isAwaitUsing(init, body)) {
      for (const declarator of init.declarations) visit(declarator, body);
      this.#awaitUsing.markHead(init, this.#labels.get(node) ?? node, body);
    } else if (init) visit(init, body);
    if (node.test) this.#told.headBegins(node.test);
    if (node.test) visit(node.test, body);
    if (node.update) visit(node.update, body);
    disposing(body, isUsing(init), () => visit(node.body, body));
  }

  markForOf(node: acorn.ForOfStatement, body: Body, visit: walk.WalkerCallback<Body>): void {
    // In a block of its own, so that the marker behind it belongs to the same statement.
    const whole = this.#labels.get(node) ?? node;
    const resume = `{__loopscope.c(${this.#task})}`;
    if (node.await) this.#text.open(whole.start, '{');
    let before = '';
    this.#told.headBegins(node.right);
    if (isAwaitUsing(node.left, body)) before = this.#awaitUsing.markEach(node.left, body);
    else visit(node.left, body);
    if (node.await) {
      body.suspensions++;
      before = resume + before;
      const site = written(this.#siteOf('for-await', node.right, node.start, body));
      const told = this.#told.of(node.right);
      this.#text.open(node.right.start, `__loopscope.i(${this.#task},${site},`, told);
      this.#text.tellName(node.right, this.#told);
    }
    visit(node.right, body);
    if (node.await) this.#text.close(node.right.end, `,${quoted(notIterable(node.right))})`);
    // V8 says that what the loop's head declares is disposed of there.
    const each =
      node.left.type === 'VariableDeclaration' ? node.left.declarations[0]?.start : node.left.start;
    if (before !== '') this.#text.open(node.body.start, `{${before}`, each);
    disposing(body, isUsing(node.left), () => visit(node.body, body));
    if (before !== '') this.#text.close(node.body.end, '}');
    // What is disposed of right behind a loop is told of where that begins.
    if (node.await) this.#text.close(whole.end, `${resume}}`, node.start);
  }
}
