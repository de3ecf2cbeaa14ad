import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** A descriptor of this process that a program that it starts inherits, and what it stands for. */
export type Inherited = readonly [descriptor: number, target: string];

const STANDARD = 2;
/** O_CLOEXEC, as Linux writes it: in octal. */
const CLOSED_ON_EXEC = 0o2000000;

/**
 * The descriptors that Electron leaves open for the programs it starts: about 50, for its window system, databases and processes. A
 * program that is started from a terminal has none of them. On Linux only: other systems do not list them.
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
    // The descriptor with which the folder itself was read.
    return true;
  }
}
