/** What the function of Node's that is running was asked for. Whatever it starts is called by this name. */
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
