// How much of a session is shown at most. What is shown is held in memory, and a program may go on for days.

import { totalmem } from 'node:os';
import { HELD_A_BYTE } from '../../model/index.ts';
import { startEnvironment } from '../programs/environment.ts';

const MIB = 1024 * 1024;
/** Of the machine's memory: there may be a second session beside it, and there is the program. */
const SHARE = 1 / 4;
const MOST_HELD_BYTES = 4096 * MIB;

/** Bytes of events that one session's worker is sent. `LOOPSCOPE_SHOWN_MIB` in the environment says otherwise. */
export function mostShownBytes(): number {
  const asked = Number(startEnvironment().LOOPSCOPE_SHOWN_MIB);
  if (asked > 0) return asked * MIB;
  return Math.min(SHARE * totalmem(), MOST_HELD_BYTES) / HELD_A_BYTE;
}
