import type * as acorn from 'acorn';
import { unwrapped } from './names.ts';

/**
 * What a loop, a pattern or a spread goes through, and the marker around it should it be awaited: V8's words for what cannot be gone
 * through name a value by its place, and what is in a marker has none.
 */
export class GoneThrough {
  readonly #markers = new Map<acorn.AnyNode, '.D' | null>();

  /** Before what is in a node is marked. */
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
        // V8 knows no place of what stands in brackets here.
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
