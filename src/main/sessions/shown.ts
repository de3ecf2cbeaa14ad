// How much of a session is shown at most. What is shown is in memory, and a program may run for days.

import { totalmem } from 'node:os';
import { HELD_A_BYTE } from '../../model/index.ts';
import { startEnvironment } from '../programs/environment.ts';

const MIB = 1024 * 1024;
/** The part of the machine's memory for one session: there may be a second one, and there is the program. */
const SHARE = 1 / 4;
const MOST_HELD_BYTES = 4096 * MIB;

/** How many bytes of events a session's worker is sent at most. `LOOPSCOPE_SHOWN_MIB` in the environment overrides it. */
export function mostShownBytes(): number {
  const asked = Number(startEnvironment().LOOPSCOPE_SHOWN_MIB);
  if (asked > 0) return asked * MIB;
  return Math.min(SHARE * totalmem(), MOST_HELD_BYTES) / HELD_A_BYTE;
}
