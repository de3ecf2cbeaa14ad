import { CommandError } from './errors.ts';

/** The one of `all` that an option names. Throws a CommandError that lists them if there is no such one. */
export function choice<T extends string>(option: string, text: string, all: readonly T[]): T {
  const found = all.find((known) => known === text);
  if (found !== undefined) return found;
  const wrong = text === '' ? 'nothing is named' : `there is no "${text}"`;
  throw new CommandError(`${option}: ${wrong}. There are ${all.join(', ')}.`);
}
