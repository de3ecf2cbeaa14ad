// Environment variables as lines of text, `NAME=value` as in a `.env` file.

export interface ReadVariables {
  readonly env: Readonly<Record<string, string>>;
  /** The numbers, from 1, of the lines that cannot be read. */
  readonly wrong: readonly number[];
}

const VARIABLE = /^(?:export\s+)?([\w.-]+)\s*=\s*(.*)$/;

/**
 * Ignores empty lines, lines that begin with `#`, and the word `export`. Between quotes everything belongs to the value, and between double
 * ones `
 * `, `\"` and `\\` are replaced. Without quotes the value ends before ` #`.
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

/** The lines that `readVariables` turns back into the same variables. */
export function variableLines(env: Readonly<Record<string, string>>): string {
  return Object.entries(env)
    .map(([name, value]) => {
      const plain = `${name}=${value}`;
      if (readVariables(plain).env[name] === value && !/[\r\n]/.test(value)) return plain;
      return `${name}="${value.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n')}"`;
    })
    .join('\n');
}
