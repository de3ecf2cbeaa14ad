import { ensureRuntimes, runtimes } from '../scripts/setup/runtimes.mjs';
import { findRuntime, type Runtime } from '../src/recording/runtime.ts';

/** The Node to test: by name (`node20` …), by path, or (`node`) the one on PATH. Throws if there is none. */
export async function chosenRuntime(name: string): Promise<Runtime> {
  const found = await findRuntime(name === 'node' ? null : await pathOf(name));
  if (!found.ok) throw new Error(found.problem.detail);
  return found.value;
}

async function pathOf(name: string): Promise<string> {
  if (!/^node\d+$/.test(name)) return name;
  await ensureRuntimes();
  return runtimes().find((each) => each.name === name)?.path ?? name;
}
