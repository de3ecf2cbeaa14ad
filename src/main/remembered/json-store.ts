import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

/**
 * A small JSON file that is read once and written at every change. If its contents do not fit the schema, it is renamed to
 * `<file>.damaged`, and the defaults apply. If it cannot be written, the app goes on without it.
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
      // Written to a second file first, so that a crash half-way leaves the old one intact.
      // Readable by this user only, because environment variables of programs may contain keys.
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
      // There was no file to rename.
    }
    return null;
  }
}

/** Why the contents of a file did not fit the schema: `scripts.0.role: Invalid option: expected one of …; …`. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof z.ZodError)) return (error as Error).message;
  return error.issues
    .map(({ path, message }) => (path.length === 0 ? message : `${path.join('.')}: ${message}`))
    .join('; ');
}
