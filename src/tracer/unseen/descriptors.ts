import { closeSync, readlinkSync } from 'node:fs';

/** Closes descriptors that the program has only because the app that started it left them open. */
export function closeInherited(inherited: readonly (readonly [descriptor: number, target: string])[]): void {
  for (const [descriptor, target] of inherited) {
    // The descriptor may have been closed since it was listed, and its number may belong to something else now.
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
