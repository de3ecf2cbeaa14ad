// Variables as lines of text: as in a `.env` file, `NAME=value` in each.

export interface ReadVariables {
  readonly env: Readonly<Record<string, string>>;
  /** The lines that are none, counted from 1. */
  readonly wrong: readonly number[];
}

const VARIABLE = /^(?:export\s+)?([\w.-]+)\s*=\s*(.*)$/;

/**
 * Empty lines and those that begin with `#` are left out, and so is `export`. Between quotes everything is part of a value,
 * in double ones `\n`, `\"` and `\\` as well; without them it ends before ` #`.
 */
export function readVariables(text: string): ReadVariables {
  const env: Record<string, string> = {};
  const wrong: number[] = [];
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    const trimmed = line.trim();
    if (trimmed === '' || trimmed.startsWith('#')) continue;
    const [, name, value] = VARIABLE.exec(trimmed) ?? [];
    if (name === undefined || value === undefined) wrong.push(at + 1);
    else env[name] = unquoted(value);
  }
  return { env, wrong };
}

function unquoted(text: string): string {
  const single = /^'([^']*)'\s*(?:#.*)?$/.exec(text);
  if (single !== null) return single[1]!;
  const double = /^"((?:\\.|[^"\\])*)"\s*(?:#.*)?$/.exec(text);
  if (double !== null) return double[1]!.replace(/\\(.)/g, (_, sign: string) => (sign === 'n' ? '\n' : sign));
  return text.replace(/(?:^|\s+)#.*$/, '');
}

/** The lines that `readVariables` makes the same of. */
export function variableLines(env: Readonly<Record<string, string>>): string {
  return Object.entries(env)
    .map(([name, value]) => {
      const plain = `${name}=${value}`;
      if (readVariables(plain).env[name] === value && !/[\r\n]/.test(value)) return plain;
      return `${name}="${value.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n')}"`;
    })
    .join('\n');
}
