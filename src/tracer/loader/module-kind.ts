import type { ModuleKind } from '../instrument/instrument.ts';

/** TypeScript stays TypeScript: the runtime takes the types out itself, with whatever it has to say about that. */
export function moduleKind(format: string | null | undefined): ModuleKind | null {
  const kind = format?.replace('-typescript', '');
  return kind === 'module' || kind === 'commonjs' ? kind : null;
}
