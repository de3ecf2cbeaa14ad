import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** A descriptor of ours that a program we start inherits, and what it stands for. */
export type Inherited = readonly [descriptor: number, target: string];

const STANDARD = 2;
/** O_CLOEXEC, as Linux writes it: in octal. */
const CLOSED_ON_EXEC = 0o2000000;

/**
 * What Electron leaves open for the programs it starts: about 50 descriptors of its window system, databases and
 * processes, which no program has when it is started from a terminal. Linux only: elsewhere nobody says.
 */
export function inheritedDescriptors(): Inherited[] {
  try {
    return readdirSync('/proc/self/fd').flatMap((name): Inherited[] => {
      const descriptor = Number(name);
      return descriptor > STANDARD && !isClosedOnExec(name)
        ? [[descriptor, readlinkSync(`/proc/self/fd/${name}`)]]
        : [];
    });
  } catch {
    return [];
  }
}

function isClosedOnExec(name: string): boolean {
  try {
    const flags = /^flags:\s*(\d+)/m.exec(readFileSync(`/proc/self/fdinfo/${name}`, 'latin1'))?.[1];
    return flags === undefined || (Number.parseInt(flags, 8) & CLOSED_ON_EXEC) !== 0;
  } catch {
    // The one that the folder itself was read with.
    return true;
  }
}
