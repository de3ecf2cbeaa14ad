/** What the library function that is being called was asked for: the name of whatever it starts meanwhile. */
let current = '';
export const operation = (): string => current;

export function during<T>(name: string, call: () => T): T {
  const before = current;
  current = name;
  try {
    return call();
  } finally {
    current = before;
  }
}
