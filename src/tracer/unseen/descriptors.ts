import { closeSync, readlinkSync } from 'node:fs';

/** Closes what the program has only because the app that started it left it open. */
export function closeInherited(inherited: readonly (readonly [descriptor: number, target: string])[]): void {
  for (const [descriptor, target] of inherited) {
    // It may have been closed since it was listed, and its number be somebody else's.
    if (targetOf(descriptor) === target) closeSync(descriptor);
  }
}

function targetOf(descriptor: number): string | null {
  try {
    return readlinkSync(`/proc/self/fd/${descriptor}`);
  } catch {
    return null;
  }
}
