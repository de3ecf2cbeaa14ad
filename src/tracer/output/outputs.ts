// Which of this process's descriptors lead to the standard output and error of the program that is recorded.

import { fstatSync } from 'node:fs';
import type { Outputs } from '../../node/start.ts';
import { OUTPUTS } from '../../protocol/written.ts';

/** The descriptors of the two. */
const DESCRIPTORS = [1, 2] as const;

/** For each of the first three descriptors of this process, the output that it stands for. */
const outputs = [-1, -1, -1];

/** The output, an index in OUTPUTS, that a descriptor of this process stands for; -1 for any other. */
export const outputOf = (descriptor: number): number => outputs[descriptor] ?? -1;

/** Whether anything that this process writes may have to be recorded. */
export const writesOutput = (): boolean => outputs.some((output) => output >= 0);

/** `read`: the outputs to record; 'own' for this process's own, null for none. Returns what to pass on to threads and processes. */
export function useOutputs(read: Outputs | 'own' | null): Outputs | null {
  if (read === null) return null;
  const names = DESCRIPTORS.map(nameOf);
  for (let at = 0; at < OUTPUTS.length; at++) {
    const name = names[at] as string;
    outputs[DESCRIPTORS[at] as number] = read === 'own' ? at : outputCalled(name, at, read);
  }
  return read === 'own' ? [names[0] as string, names[1] as string] : read;
}

/** `likely`: which one it is if both have the same name, as at a terminal. */
function outputCalled(name: string, likely: number, read: Outputs): number {
  if (name === '') return -1;
  return read[likely] === name ? likely : read.indexOf(name);
}

/**
 * Two descriptors that lead to the same place have the same name, also in different processes. Node keeps the numbers of the last `stat` that was
 * not asked for in big integers, and takes a link for none while these are a pipe's (`realpathSync` in 20 and 22).
 */
function nameOf(descriptor: number): string {
  try {
    const { dev, ino } = fstatSync(descriptor, { bigint: true });
    return ino === 0n ? '' : `${dev}:${ino}`;
  } catch {
    return '';
  }
}
