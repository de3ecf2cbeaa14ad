import * as nodeModule from 'node:module';

type Strip = (source: string) => string;
const strip = (nodeModule as unknown as { stripTypeScriptTypes?: Strip }).stripTypeScriptTypes;

/**
 * The source with spaces in place of its types, by the runtime's own means: Node 22.13 and later. Null where there are
 * none, or where types cannot simply be left out.
 */
export function withoutTypes(source: string): string | null {
  if (strip === undefined) return null;
  const { emitWarning } = process;
  // The function is experimental in some versions, and would say so: the program has not used it.
  process.emitWarning = () => {};
  try {
    return strip(source);
  } catch {
    return null;
  } finally {
    process.emitWarning = emitWarning;
  }
}

export const isTypeScript = (path: string): boolean => /\.[cm]?ts$/.test(path);
