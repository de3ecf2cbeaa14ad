import type * as acorn from 'acorn';
import type { SiteKind } from '../../protocol/sites.ts';
import type { Machine } from './compiled/machines.ts';

/** The function (or module) whose body is being walked. */
export interface Body {
  /** The site of the function whose parameters are being walked. */
  parametersOf?: number;
  /** Inside a `finally`: a `return` here replaces an earlier one. */
  inFinally?: boolean;
  /** How many `try` statements with a `finally` are around this place. */
  finals?: number;
  /** Inside a block or a loop that disposes of something when it is left. */
  disposes?: boolean;
  /** Row of its definition. In a function that a task calls there and then: that of the task. In any other that is not a task: -1. */
  readonly owner: number;
  /** It is part of a module's top level, like a function that its `forEach` calls. */
  readonly isTopLevel?: boolean;
  readonly kind: 'async' | 'generator' | 'module' | 'none';
  /** A generator that was an async function, or an async generator, before it was compiled. */
  readonly isCompiled?: boolean;
  /** A generator that was compiled to a plain function. */
  readonly machine?: Machine;
  /** Where the only value that it returns is told of; null if it returns several. */
  returnedAt?: number | null;
  /** Calls `require`, as far as it has been walked. */
  requires?: boolean;
  /** Points of suspension found so far. */
  suspensions: number;
  /** The awaits among them, and their rows. */
  readonly awaits: Map<acorn.AwaitExpression, number>;
}

/** A body in which nothing has been found yet. */
export const newBody = (kind: Body['kind'], owner: number): Body => ({
  owner,
  kind,
  suspensions: 0,
  awaits: new Map(),
});

/** The body of a function that is not a task. */
export const noTask = (): Body => newBody('none', -1);

/** The same for a function that is called there and then. */
export const calledThere = ({ owner, kind, isTopLevel = kind === 'module' }: Body): Body => ({
  ...noTask(),
  owner,
  isTopLevel,
});

/** Calls `visit` for a block or a loop. `disposes`: whether it disposes of something that it declares when it is left. */
export function disposing(body: Body, disposes: boolean, visit: () => void): void {
  const outside = body.disposes ?? false;
  body.disposes = outside || disposes;
  visit();
  body.disposes = outside;
}

/** Adds a site for a point of suspension, with the text of what is awaited as its name; returns its id. */
export type SuspensionSite = (
  kind: SiteKind,
  awaited: acorn.AnyNode | null | undefined,
  offset: number,
  body: Body,
) => number;
