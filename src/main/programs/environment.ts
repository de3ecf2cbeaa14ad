import { readFileSync } from 'node:fs';
import { getPriority } from 'node:os';

let environment: NodeJS.ProcessEnv | null = null;

/**
 * The environment in which Loopscope was started, which programs get too. It is not `process.env`: by the time main runs, Electron has
 * added variables for the window system (CHROME_DESKTOP, GDK_BACKEND, NO_AT_BRIDGE and others).
 */
export function startEnvironment(): NodeJS.ProcessEnv {
  environment ??= initialEnvironment() ?? { ...process.env };
  return environment;
}

/**
 * The niceness of the process that started Loopscope, which programs get too. It is not our own: for root, Electron sets its main thread's
 * niceness to -8, and programs would run ahead of everything else on the machine.
 */
export function startNiceness(): number {
  try {
    return getPriority(process.ppid);
  } catch {
    return 0;
  }
}

/** Linux keeps the environment with which a process was started. On other systems nothing is known to be added. */
function initialEnvironment(): NodeJS.ProcessEnv | null {
  try {
    const entries = readFileSync('/proc/self/environ', 'utf8')
      .split('\0')
      .filter((entry) => entry.includes('='));
    // A process that sets its title overwrites the kernel's copy.
    if (entries.length === 0) return null;
    return Object.fromEntries(
      entries.map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]),
    );
  } catch {
    return null;
  }
}
