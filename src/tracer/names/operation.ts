/** What the function of Node's that is running was asked for. Whatever it starts is called by this name. */
let current = '';
export const operation = (): string => current;

/** Calls a function that does this. What that calls in turn is part of it. */
export function during<T>(name: string, call: () => T): T {
  if (current !== '') return call();
  current = name;
  try {
    return call();
  } finally {
    current = '';
  }
}
