// What files that are open are called, by their descriptors: all that is asked of them later on says only the descriptor.

/** Not a Map: the program may have replaced its methods. */
const names = Object.assign(Object.create(null) as Record<number, string>, {
  0: 'stdin',
  1: 'stdout',
  2: 'stderr',
});

/** `name`: see `fileName`; '' if it has none. */
export function fileIsOpen(descriptor: unknown, name: string): void {
  if (typeof descriptor === 'number') names[descriptor] = name;
}

/** To be called before the file is closed: after that, the system may give its descriptor to another one at once. */
export function fileCloses(descriptor: unknown): void {
  if (typeof descriptor === 'number') delete names[descriptor];
}

/** '' for what is no descriptor, and for a file that was opened by something which is not watched. */
export const nameOfDescriptor = (descriptor: unknown): string =>
  typeof descriptor === 'number' ? (names[descriptor] ?? '') : '';
