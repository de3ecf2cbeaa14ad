import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

/**
 * A small JSON file, read once and written at every change. A file that does not fit the schema is kept aside as
 * `<file>.damaged` and everything starts from the defaults; a file that cannot be written is no reason to stop.
 */
export class JsonStore<Schema extends z.ZodType> {
  readonly #file: string;
  #value: z.output<Schema>;

  constructor(file: string, schema: Schema, defaults: z.output<Schema>) {
    this.#file = file;
    this.#value = read(file, schema) ?? defaults;
  }

  get value(): z.output<Schema> {
    return this.#value;
  }

  change(change: Partial<z.output<Schema>>): void {
    this.#value = { ...(this.#value as object), ...(change as object) } as z.output<Schema>;
    try {
      mkdirSync(dirname(this.#file), { recursive: true });
      // By way of a second file: a crash half-way leaves the old one whole.
      // For nobody else: variables of programs may be keys.
      writeFileSync(`${this.#file}.new`, `${JSON.stringify(this.#value, null, 2)}\n`, { mode: 0o600 });
      renameSync(`${this.#file}.new`, this.#file);
    } catch (error) {
      console.error(`Loopscope could not write ${this.#file}: ${(error as Error).message}`);
    }
  }
}

function read<Schema extends z.ZodType>(file: string, schema: Schema): z.output<Schema> | null {
  if (!existsSync(file)) return null;
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    console.error(`Loopscope starts without ${file}, which is damaged: ${reasonOf(error)}`);
    try {
      renameSync(file, `${file}.damaged`);
    } catch {
      // Nothing to keep aside, then.
    }
    return null;
  }
}

/** Why something read from a file did not fit: `scripts.0.role: Invalid option: expected one of …; …`. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof z.ZodError)) return (error as Error).message;
  return error.issues
    .map(({ path, message }) => (path.length === 0 ? message : `${path.join('.')}: ${message}`))
    .join('; ');
}
