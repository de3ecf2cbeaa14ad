import { readdirSync, readFileSync } from 'node:fs';

/**
 * The memory of a process and of all it started, in bytes. Pages that several of them share count once (PSS), which
 * only Linux tells.
 */
export function treeMemory(pid: number): number {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    const parent = /^\d+$/.test(name) ? parentOf(Number(name)) : null;
    if (parent === null) continue;
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  let bytes = 0;
  const waiting = [pid];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    bytes += proportionalBytes(next);
    waiting.push(...(children.get(next) ?? []));
  }
  return bytes;
}

function parentOf(pid: number): number | null {
  // The name in brackets may hold anything; what follows it is plain.
  const fields = read(`/proc/${pid}/stat`)?.split(') ').at(-1)?.split(' ');
  return fields === undefined ? null : Number(fields[1]);
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
