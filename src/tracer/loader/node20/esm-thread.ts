// Node 20's thread of loader hooks, in which src/tracer/loader/node20/esm-loader.ts runs. To start it takes some 70 ms, so the tracer itself starts
// it only for what is compiled here, and where esm-reading.ts and esm-hooked.ts cannot do.

import { Module, register } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { TraceOptions } from '../../../node/start.ts';
import { watch } from '../../names/watched.ts';
import type { RingMemory } from '../../sending/ring.ts';
import { openRecordsPort, type Sender } from '../../sending/sender.ts';
import { isDebugged } from '../debugged.ts';
import type { Tables } from '../prepare.ts';
import { isLoadedElsewhere } from '../remembered.ts';
import { markHooked } from './esm-hooked.ts';
import type { LoaderNeeds } from './esm-loader.ts';
import { loadByReading } from './esm-reading.ts';

export interface ThreadNeeds {
  readonly ring: RingMemory;
  readonly sender: Sender;
  readonly options: TraceOptions;
  /** Nothing has run in this thread before the tracer. */
  readonly comesFirst: boolean;
}

/** Gives ES modules their markers as Node reads them, as they come from the program's hooks or, if that is not enough, in the thread. */
export function loadModules(tables: Tables, needs: ThreadNeeds): void {
  const own = register;
  const count = new Int32Array(new SharedArrayBuffer(4));
  /** Registers the hooks again after each of the program's: the last ones are asked first, and get what all others have made of a file. */
  const registerLast = (): void => {
    isLoadedElsewhere();
    const { ring, sender, options } = needs;
    const records = ring.isWorkers ? openRecordsPort(sender) : null;
    const number = Atomics.add(count, 0, 1) + 1;
    const data: LoaderNeeds = { ring, records, options, isDebugged: isDebugged(), number, count };
    const file = pathToFileURL(join(__dirname, 'esm-loader.mjs'));
    file.search = `${number}`;
    own(file, { data, transferList: records === null ? [] : [records] });
  };
  const reads = canRead() && !needs.options.translates;
  const markModules = (): void => {
    if (!reads || !markHooked(tables)) registerLast();
  };
  if (reads) loadByReading(tables);
  if (!reads || hasOthersBefore(needs.comesFirst)) markModules();
  watch(Module, 'register', (call) => {
    const made = call();
    markModules();
    return made;
  });
}

/** Whether Node's loader looks up `readFile` for each file: seen in 20.18 and 20.20. */
function canRead(): boolean {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return major === 20 && minor >= 18;
}

/** Options by which files are loaded in other ways, or hooks are registered before anybody could notice. */
const OTHERS =
  /(?:^|\s)--(?:(?:experimental[-_])?loader|experimental[-_](?:default[-_]type|policy|network[-_]imports))(?:\s|=|$)/;
/** Something that NODE_OPTIONS require. It has run already, except in a process whose tracer stands there first. */
const REQUIRED = /(?:^|\s)(?:-r|--require)(?:\s|=)/;

function hasOthersBefore(comesFirst: boolean): boolean {
  const { NODE_OPTIONS = '' } = process.env;
  if (!comesFirst && REQUIRED.test(NODE_OPTIONS)) return true;
  return OTHERS.test([...process.execArgv, NODE_OPTIONS].join(' '));
}
