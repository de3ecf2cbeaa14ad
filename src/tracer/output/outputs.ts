// Which of this process's descriptors are the program's standard output and error, which whoever records it reads or wants to know of.

import { fstatSync } from 'node:fs';
import { OUTPUTS } from '../../protocol/written.ts';

/** What the system calls the program's standard output and error; '' where it has no name for one, or nobody wants to know. */
export type Outputs = readonly [stdout: string, stderr: string];

/** Node's descriptors of the two. */
const DESCRIPTORS = [1, 2] as const;

/** Of the first three descriptors of this process. */
const outputs = [-1, -1, -1];

/** The output, an index in OUTPUTS, that a descriptor of this process stands for; -1 for any other. */
export const outputOf = (descriptor: number): number => outputs[descriptor] ?? -1;

/** Whether anything that this process writes may have to be told of. */
export const writesOutput = (): boolean => outputs.some((output) => output >= 0);

/** `read`: what is told of; `own`: the descriptors of this very process, null: neither. Returns what to hand down to threads and processes. */
export function useOutputs(read: Outputs | 'own' | null): Outputs | null {
  if (read === null) return null;
  const names = DESCRIPTORS.map(nameOf);
  for (let at = 0; at < OUTPUTS.length; at++) {
    const name = names[at] as string;
    outputs[DESCRIPTORS[at] as number] = read === 'own' ? at : outputCalled(name, at, read);
  }
  return read === 'own' ? [names[0] as string, names[1] as string] : read;
}

/** `likely`: which one it is where both are called so, as at a terminal. */
function outputCalled(name: string, likely: number, read: Outputs): number {
  if (name === '') return -1;
  return read[likely] === name ? likely : read.indexOf(name);
}

/** The same for two descriptors that lead to the same place, in whatever process. */
function nameOf(descriptor: number): string {
  try {
    const { dev, ino } = fstatSync(descriptor);
    return ino === 0 ? '' : `${dev}:${ino}`;
  } catch {
    return '';
  }
}
