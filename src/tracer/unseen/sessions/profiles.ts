// Takes the tracer's functions out of what V8's profilers have sampled. What they took counts for their callers.

import { isOwn } from './scripts.ts';

interface CallFrame {
  readonly functionName: string;
  readonly scriptId: string;
  readonly url: string;
  readonly lineNumber: number;
  readonly columnNumber: number;
}

interface PositionTicks {
  readonly line: number;
  ticks: number;
}

/** https://chromedevtools.github.io/devtools-protocol/v8/Profiler/#type-ProfileNode */
interface ProfileNode {
  readonly id: number;
  readonly callFrame: CallFrame;
  hitCount?: number;
  children?: number[];
  positionTicks?: PositionTicks[];
}

export interface Profile {
  nodes: ProfileNode[];
  samples?: number[];
}

/** Nodes come before their children, the root first. */
export function withoutOwnNodes(profile: Profile): void {
  const counted = new Map<number, ProfileNode>();
  const byId = new Map(profile.nodes.map((node) => [node.id, node]));
  /** The nodes that are left below each one, by their function. */
  const below = new Map<ProfileNode, Map<string, ProfileNode>>();
  const place = (node: ProfileNode, parent: ProfileNode | undefined): void => {
    const children = node.children ?? [];
    delete node.children;
    const as = parent === undefined ? node : placedBelow(parent, node, below);
    counted.set(node.id, as);
    if (as !== node) as.hitCount = (as.hitCount ?? 0) + (node.hitCount ?? 0);
    for (const id of children) {
      const child = byId.get(id);
      if (child !== undefined) place(child, as);
    }
  };
  const { 0: root } = profile.nodes;
  if (root === undefined) return;
  place(root, undefined);
  profile.nodes = [...new Set(counted.values())];
  for (const [parent, children] of below) parent.children = [...children.values()].map(({ id }) => id);
  if (profile.samples !== undefined) profile.samples = profile.samples.map((id) => counted.get(id)?.id ?? id);
}

/** The node that counts for one that was sampled below another: itself, one of the same function there, or the caller. */
function placedBelow(
  parent: ProfileNode,
  node: ProfileNode,
  below: Map<ProfileNode, Map<string, ProfileNode>>,
): ProfileNode {
  const { functionName, scriptId, url, lineNumber, columnNumber } = node.callFrame;
  if (isOwn(url)) return parent;
  let siblings = below.get(parent);
  if (siblings === undefined) {
    siblings = new Map();
    below.set(parent, siblings);
  }
  const key = `${scriptId}:${lineNumber}:${columnNumber}:${functionName}`;
  const same = siblings.get(key);
  if (same === undefined) {
    siblings.set(key, node);
    return node;
  }
  for (const { line, ticks } of node.positionTicks ?? []) {
    same.positionTicks ??= [];
    const there = same.positionTicks.find((each) => each.line === line);
    if (there === undefined) same.positionTicks.push({ line, ticks });
    else there.ticks += ticks;
  }
  return same;
}

/** https://chromedevtools.github.io/devtools-protocol/v8/HeapProfiler/#type-SamplingHeapProfileNode */
interface HeapNode {
  readonly id: number;
  readonly callFrame: CallFrame;
  selfSize: number;
  children: HeapNode[];
}

export interface HeapProfile {
  readonly head: HeapNode;
  samples?: { nodeId: number }[];
}

export function withoutOwnHeapNodes({ head, samples = [] }: HeapProfile): void {
  const counted = new Map<number, number>();
  const place = (node: HeapNode, left: HeapNode[], parent: HeapNode): void => {
    if (isOwn(node.callFrame.url)) {
      parent.selfSize += node.selfSize;
      counted.set(node.id, parent.id);
      for (const child of node.children) place(child, left, parent);
      return;
    }
    left.push(node);
    placeChildren(node);
  };
  const placeChildren = (node: HeapNode): void => {
    const left: HeapNode[] = [];
    for (const child of node.children) place(child, left, node);
    node.children = left;
  };
  placeChildren(head);
  for (const sample of samples) sample.nodeId = counted.get(sample.nodeId) ?? sample.nodeId;
}
