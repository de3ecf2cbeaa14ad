import type * as acorn from 'acorn';
import { unwrapped } from './names.ts';

/**
 * What a loop, a pattern or a spread iterates, and the marker around it if it is awaited. If the value cannot be iterated, V8's message quotes it by
 * its place, and a value in a marker has no place of its own.
 */
export class GoneThrough {
  readonly #markers = new Map<acorn.AnyNode, '.D' | null>();

  /** To be called before anything in a node is marked. */
  note(
    node:
      | acorn.VariableDeclarator
      | acorn.AssignmentPattern
      | acorn.SpreadElement
      | acorn.ArrayExpression
      | acorn.ForOfStatement,
  ): void {
    switch (node.type) {
      case 'VariableDeclarator':
        // V8 has no place for a value in brackets here.
        if (node.init && node.id.type === 'ArrayPattern') this.#markers.set(node.init, '.D');
        return;
      case 'AssignmentPattern':
        if (node.left.type === 'ArrayPattern') this.#take(node.right, '.D');
        return;
      case 'ArrayExpression':
        for (const element of node.elements)
          if (element?.type === 'SpreadElement') this.#take(element.argument, '.D');
        return;
      case 'SpreadElement':
        if (!this.has(unwrapped(node.argument))) this.#take(node.argument, null);
        return;
      case 'ForOfStatement':
        if (!node.await) this.#take(node.right, '.D');
    }
  }

  has(value: acorn.AnyNode): boolean {
    return this.#markers.has(value);
  }

  markerOf(value: acorn.AnyNode): '.D' | null {
    return this.#markers.get(value) ?? null;
  }

  #take(value: acorn.AnyNode, marker: '.D' | null): void {
    this.#markers.set(unwrapped(value), marker);
  }
}
