import * as nodeModule from 'node:module';

type Strip = (source: string) => string;
const strip = (nodeModule as unknown as { stripTypeScriptTypes?: Strip }).stripTypeScriptTypes;

/**
 * The source with spaces in place of its types, by Node's own function (22.13 and later). Null if there is none, or if types cannot simply be
 * left out.
 */
export function withoutTypes(source: string): string | null {
  if (strip === undefined) return null;
  const { emitWarning } = process;
  // In some versions the function prints that it is experimental. The program has not called it, so that is suppressed.
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
