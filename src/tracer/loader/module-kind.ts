import type { ModuleKind } from '../instrument/instrument.ts';

/** TypeScript stays TypeScript: Node removes the types itself, and prints the warnings that it has about that. */
export function moduleKind(format: string | null | undefined): ModuleKind | null {
  const kind = format?.replace('-typescript', '');
  return kind === 'module' || kind === 'commonjs' ? kind : null;
}
