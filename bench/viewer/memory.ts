import { readdirSync, readFileSync } from 'node:fs';

/**
 * The memory of a process and of all it started, in bytes. Pages that several of them share count once (PSS), which
 * only Linux tells.
 */
export function treeMemory(pid: number): number {
  return processesOf(pid).reduce((sum, each) => sum + proportionalBytes(each), 0);
}

export interface Share {
  readonly bytes: number;
  readonly cpuMs: number;
}

/** What each kind of an app's processes takes, and has taken of the processors: `main`, `renderer`, `gpu-process` … */
export function treeShares(pid: number): Map<string, Share> {
  const shares = new Map<string, Share>();
  for (const each of processesOf(pid)) {
    const kind = /--type=([\w-]+)/.exec(read(`/proc/${each}/cmdline`) ?? '')?.[1] ?? 'main';
    const { bytes, cpuMs } = shares.get(kind) ?? { bytes: 0, cpuMs: 0 };
    shares.set(kind, { bytes: bytes + proportionalBytes(each), cpuMs: cpuMs + cpuMsOf(each) });
  }
  return shares;
}

/** A process and all below it. */
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

/** The name in brackets may hold anything; what follows it is plain. */
const statOf = (pid: number): string[] | undefined =>
  read(`/proc/${pid}/stat`)?.split(') ').at(-1)?.split(' ');

function parentOf(pid: number): number | null {
  const fields = statOf(pid);
  return fields === undefined ? null : Number(fields[1]);
}

/** Of itself and the kernel for it; Linux counts in hundredths of a second. */
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
