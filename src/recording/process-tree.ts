// A program and all it has started, as the system knows them.

import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  /** Distinguishes a process from a later one with the same pid. */
  readonly started: string;
}

const POLL_MS = 25;
/** If SIGKILL does not end a process within this time, nothing will. */
const KILLED_MS = 2000;

/**
 * Stops the process `root`, everything in its process group, and everything that it started, even in other groups: SIGTERM first, then
 * SIGKILL for what is left after `graceMs`. Resolves when nothing is left.
 */
export async function stopTree(root: number, graceMs: number): Promise<void> {
  if (process.platform === 'win32') return stopWindowsTree(root, graceMs);
  const known = new Map<string, ProcessRow>();
  // What the program starts while it is asked to end belongs to it, too.
  const left = async () => stillThere(await listProcesses(), root, known);
  signal(await left(), 'SIGTERM');
  if (await until(async () => (await left()).length === 0, graceMs)) return;
  await until(async () => {
    const rows = await left();
    signal(rows, 'SIGKILL');
    return rows.length === 0;
  }, KILLED_MS);
}

function stillThere(
  rows: readonly ProcessRow[],
  root: number,
  known: Map<string, ProcessRow>,
): readonly ProcessRow[] {
  const key = (row: ProcessRow) => `${row.pid} ${row.started}`;
  const members = rows.filter((row) => row.pid === root || row.group === root || known.has(key(row)));
  const pids = new Set([root, ...members.map((row) => row.pid)]);
  // Parents usually, but not always, have smaller pids than their children. So this repeats until nothing is added.
  for (let before = -1; before !== members.length; ) {
    before = members.length;
    for (const row of rows) {
      if (pids.has(row.pid) || !pids.has(row.parent)) continue;
      pids.add(row.pid);
      members.push(row);
    }
  }
  for (const row of members) known.set(key(row), row);
  return members;
}

function signal(rows: readonly ProcessRow[], name: NodeJS.Signals): void {
  for (const { pid } of rows) {
    try {
      process.kill(pid, name);
    } catch {
      // The process has ended by itself meanwhile.
    }
  }
}

async function until(done: () => Promise<boolean>, withinMs: number): Promise<boolean> {
  const end = performance.now() + withinMs;
  while (!(await done())) {
    if (performance.now() > end) return false;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return true;
}

/** Every process that is not a zombie. */
async function listProcesses(): Promise<ProcessRow[]> {
  if (process.platform !== 'linux') return listWithPs();
  const rows = await Promise.all(
    (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map((pid) => readProcess(Number(pid))),
  );
  return rows.filter((row) => row !== null);
}

async function readProcess(pid: number): Promise<ProcessRow | null> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'latin1');
    // The second field is the name in parentheses, which may contain anything, even parentheses.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, parent, group] = fields;
    if (state === 'Z' || state === 'X') return null;
    return { pid, parent: Number(parent), group: Number(group), started: fields[19] ?? '' };
  } catch {
    return null;
  }
}

async function listWithPs(): Promise<ProcessRow[]> {
  const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid=,pgid=,stat=,lstart=']);
  return stdout.split('\n').flatMap((line) => {
    const [pid, parent, group, state, ...started] = line.trim().split(/\s+/);
    if (group === undefined || state?.startsWith('Z')) return [];
    return { pid: Number(pid), parent: Number(parent), group: Number(group), started: started.join(' ') };
  });
}

async function stopWindowsTree(root: number, graceMs: number): Promise<void> {
  // Without /F, taskkill asks a program with a window to close. A program without a window ignores that, and is ended after the grace
  // period.
  const taskkill = (...options: string[]) =>
    run('taskkill', ['/PID', String(root), '/T', ...options]).catch(() => {});
  await taskkill();
  const gone = async () => {
    try {
      process.kill(root, 0);
      return false;
    } catch {
      return true;
    }
  };
  if (!(await until(gone, graceMs))) await taskkill('/F');
}
