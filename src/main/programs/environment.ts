import { readFileSync } from 'node:fs';
import { getPriority } from 'node:os';

let environment: NodeJS.ProcessEnv | null = null;

/**
 * The environment Loopscope was started in, which is the one a program gets. Not `process.env`: by the time main runs,
 * Electron has added what the window system needs (CHROME_DESKTOP, GDK_BACKEND, NO_AT_BRIDGE and others).
 */
export function startEnvironment(): NodeJS.ProcessEnv {
  environment ??= initialEnvironment() ?? { ...process.env };
  return environment;
}

/**
 * How nice whoever started Loopscope is, and so how nice the programs are to be that it starts. Not as nice as we are: for
 * root Electron sets its main thread to -8, and they would run ahead of all else on the machine.
 */
export function startNiceness(): number {
  try {
    return getPriority(process.ppid);
  } catch {
    return 0;
  }
}

/** Linux keeps what a process was started with; elsewhere nothing is known to be added. */
function initialEnvironment(): NodeJS.ProcessEnv | null {
  try {
    const entries = readFileSync('/proc/self/environ', 'utf8')
      .split('\0')
      .filter((entry) => entry.includes('='));
    // The kernel's copy is gone where a process has written its title over it.
    if (entries.length === 0) return null;
    return Object.fromEntries(
      entries.map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]),
    );
  } catch {
    return null;
  }
}
