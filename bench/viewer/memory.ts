import { readdirSync, readFileSync } from 'node:fs';

/**
 * The memory of a process and all its descendants, in bytes. Pages that several of them share count once (PSS), which only Linux reports.
 */
export function treeMemory(pid: number): number {
  return processesOf(pid).reduce((sum, each) => sum + proportionalBytes(each), 0);
}

export interface Share {
  readonly bytes: number;
  readonly cpuMs: number;
}

/** The memory and the processor time of each kind of process of the app: `main`, `renderer`, `gpu-process` … */
export function treeShares(pid: number): Map<string, Share> {
  const shares = new Map<string, Share>();
  for (const each of processesOf(pid)) {
    const kind = /--type=([\w-]+)/.exec(read(`/proc/${each}/cmdline`) ?? '')?.[1] ?? 'main';
    const { bytes, cpuMs } = shares.get(kind) ?? { bytes: 0, cpuMs: 0 };
    shares.set(kind, { bytes: bytes + proportionalBytes(each), cpuMs: cpuMs + cpuMsOf(each) });
  }
  return shares;
}

/** A process and all its descendants. */
function processesOf(pid: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    const parent = /^\d+$/.test(name) ? parentOf(Number(name)) : null;
    if (parent === null) continue;
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const found = [pid];
  for (const each of found) found.push(...(children.get(each) ?? []));
  return found;
}

/** The name in brackets may contain anything. What follows it has a fixed form. */
const statOf = (pid: number): string[] | undefined =>
  read(`/proc/${pid}/stat`)?.split(') ').at(-1)?.split(' ');

function parentOf(pid: number): number | null {
  const fields = statOf(pid);
  return fields === undefined ? null : Number(fields[1]);
}

/** The time of the process itself and of the kernel on its behalf. Linux counts in hundredths of a second. */
function cpuMsOf(pid: number): number {
  const fields = statOf(pid);
  return fields === undefined ? 0 : 10 * (Number(fields[11]) + Number(fields[12]));
}

function proportionalBytes(pid: number): number {
  const kib = /^Pss:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/smaps_rollup`) ?? '')?.[1];
  return Number(kib ?? 0) * 1024;
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
