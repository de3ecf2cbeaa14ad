import type * as acorn from 'acorn';
import type { SiteKind } from '../../protocol/sites.ts';
import type { Machine } from './compiled/machines.ts';

/** The function (or module) whose body is being walked. */
export interface Body {
  /** In the parameters of the function with this site. */
  parametersOf?: number;
  /** Inside a `finally`: what is returned here takes the place of what was. */
  inFinally?: boolean;
  /** Inside how many `try` statements that have a `finally`. */
  finals?: number;
  /** Row of its definition; -1 in a function that is not a task, unless a task calls it there and then: of that one. */
  readonly owner: number;
  /** It is part of a module's top level, as what its `forEach` calls is. */
  readonly isTopLevel?: boolean;
  readonly kind: 'async' | 'generator' | 'module' | 'none';
  /** A generator that was an async function before it was compiled: it awaits what it yields. */
  readonly isCompiled?: boolean;
  /** Of one whose generator was compiled, too. */
  readonly machine?: Machine;
  /** Points of suspension found so far. */
  suspensions: number;
  /** Those of them that are awaits, and their rows. */
  readonly awaits: Map<acorn.AwaitExpression, number>;
}

/** One in which nothing has been found yet. */
export const newBody = (kind: Body['kind'], owner: number): Body => ({
  owner,
  kind,
  suspensions: 0,
  awaits: new Map(),
});

/** The body of a function that is not a task. */
export const noTask = (): Body => newBody('none', -1);

/** The same for one that is called there and then. */
export const calledThere = ({ owner, kind, isTopLevel = kind === 'module' }: Body): Body => ({
  ...noTask(),
  owner,
  isTopLevel,
});

/** Takes a site for a point of suspension, called by the text of what is awaited there; returns its id. */
export type SuspensionSite = (
  kind: SiteKind,
  awaited: acorn.AnyNode | null | undefined,
  offset: number,
  body: Body,
) => number;
