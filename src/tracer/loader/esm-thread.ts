// Node 20's thread of loader hooks (src/tracer/esm-loader.ts runs in it). To start it takes some 70 ms, so it is only there for
// programs that have hooks of their own, and for what else esm-reading.ts would not see.

import { Module, register } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { LoaderNeeds } from '../esm-loader.ts';
import { watch } from '../names/watched.ts';
import type { RingMemory } from '../sending/ring.ts';
import { openRecordsPort, type Sender } from '../sending/sender.ts';
import type { TraceOptions } from '../settings.ts';
import { loadByReading } from './esm-reading.ts';
import type { Tables } from './prepare.ts';

export interface ThreadNeeds {
  readonly ring: RingMemory;
  readonly sender: Sender;
  readonly options: TraceOptions;
}

/** ES modules get their markers as Node reads them, or, where that is not enough, from the thread. */
export function loadModules(tables: Tables, needs: ThreadNeeds): void {
  const own = register;
  const count = new Int32Array(new SharedArrayBuffer(4));
  /** Hooks run in the opposite order of their registration: the last ones get what all others have made of a file. */
  const registerLast = (): void => {
    const { ring, sender, options } = needs;
    const records = ring.isWorkers ? openRecordsPort(sender) : null;
    const number = Atomics.add(count, 0, 1) + 1;
    const data: LoaderNeeds = { ring, records, options, number, count };
    const file = pathToFileURL(join(__dirname, 'esm-loader.mjs'));
    file.search = `${number}`;
    own(file, { data, transferList: records === null ? [] : [records] });
  };
  if (!canRead() || needs.options.translates || hasOthersBefore()) registerLast();
  else loadByReading(tables);
  watch(Module, 'register', (call) => {
    const made = call();
    registerLast();
    return made;
  });
}

/** Whether its loader looks `readFile` up for each file: seen in 20.18 and 20.20. */
function canRead(): boolean {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return major === 20 && minor >= 18;
}

/** What is asked for this way has run already, and may have registered hooks; or has files loaded from elsewhere. */
const OTHERS =
  /(?:^|\s)(?:-r|--require|--(?:experimental[-_])?loader|--experimental[-_](?:default[-_]type|policy|network[-_]imports))(?:\s|=|$)/;

const hasOthersBefore = (): boolean =>
  OTHERS.test([...process.execArgv, process.env.NODE_OPTIONS ?? ''].join(' '));
