// Writes the records for each kind of line of a script (script.ts).

import type { RecordEncoder } from '../../src/protocol/codec.ts';
import {
  AwaitedKind,
  BlobKind,
  Combinator,
  EndCause,
  LoopPhase,
  Outcome,
  PauseKind,
  PoolKind,
  RecordType,
  TaskKind,
  type TaskKindName,
  TICK_TASK,
  TURN_ASKED,
  Unhandled,
} from '../../src/protocol/events.ts';
import type { ThreadEnd, ThreadStart } from '../../src/protocol/payloads.ts';
import type { SiteKind, SiteRow, SiteTable } from '../../src/protocol/sites.ts';
import { NS_PER_MS, NS_PER_US } from '../../src/protocol/units.ts';
import { withheldArgument } from '../../src/protocol/withheld.ts';
import { checkOfBytes, Way, writtenArgument } from '../../src/protocol/written.ts';
import type { ScriptLine, SuspendOptions } from './script-line.ts';

/** The file that the lines of a script are about, unless they name another one. */
export const FILE = '/app/main.mjs';

type What = ScriptLine[1];
type LineOf<Name extends What> = Extract<ScriptLine, readonly [number, Name, ...unknown[]]>;

interface Writing {
  readonly ns: number;
  readonly events: RecordEncoder;
  readonly sites: ScriptSites;
}

const US_PER_MS = NS_PER_MS / NS_PER_US;

const WRITERS: { readonly [Name in What]: (line: LineOf<Name>, to: Writing) => void } = {
  enter([, , task, name, options = {}], { ns, events, sites }) {
    const { parent = 0, kind = 'async', line: at = 1, file = FILE, handedTo, label, tick = false } = options;
    const facts = handedTo === undefined ? {} : { handedTo };
    const site = kind === 'span' ? 0 : sites.id(file, [definitionKind(kind), name, at, 1, -1, facts]);
    const kindBits = TaskKind[kind] | (tick ? TICK_TASK : 0);
    events.record(RecordType.enter, (kindBits << 20) | site, ns, task, parent);
    if (label !== undefined) events.blob(BlobKind.label, ns, label, task);
  },

  suspend([, , task, on = 'promise', reference = 0, options = {}], { ns, events, sites }) {
    const { line: at, at: kind = 'await', text = '' } = options;
    const site = at === undefined && kind === 'await' ? 0 : sites.id(FILE, [kind, text, at ?? 1, 3, -1]);
    events.record(RecordType.suspend, (AwaitedKind[on] << 20) | site, ns, task, reference);
    writeAwaited(options, task, ns, events);
  },

  ready([, , task, options = {}], { ns, events }) {
    const {
      late,
      kind = late === undefined ? 'unknown' : 'timer',
      by = 0,
      exact = true,
      member = 0,
    } = options;
    const operand = late === undefined ? by : Math.round(late * US_PER_MS);
    const argument = (AwaitedKind[kind] << 20) | (exact ? 1 << 19 : 0) | member;
    events.record(RecordType.ready, argument, ns, task, operand);
  },

  guard([, , task, member], { ns, events }) {
    events.record(RecordType.guard, 0, ns, task, member);
  },

  unnamed([, , task], { ns, events }) {
    events.record(RecordType.about, 0, ns, task, 0);
  },

  timer([, , task, delayMs], { ns, events }) {
    events.record(RecordType.timer, 0, ns, task, delayMs);
  },

  resume([, , task, by = 0], { ns, events }) {
    events.record(RecordType.resume, 0, ns, task, by);
  },

  end([, , task, outcome = 'fulfilled', error, ready = 0], { ns, events }) {
    if (error !== undefined) events.json(BlobKind.error, ns, { name: error[0], message: error[1] }, task);
    events.record(RecordType.end, Outcome[outcome], ns, task, ready);
  },

  unhandled([, , task, how], { ns, events }) {
    events.record(RecordType.unhandled, Unhandled[how], ns, task);
  },

  span([, , task, details], { ns, events }) {
    events.json(BlobKind.span, ns, details, task);
  },

  turn([, , phase = 'poll', idleMs = 0, delayMs = 0, asked], { ns, events }) {
    const argument = (delayMs << 4) | (asked === undefined ? 0 : TURN_ASKED) | LoopPhase[phase];
    events.record(RecordType.turn, argument, ns, Math.round(idleMs * US_PER_MS));
  },

  pool([, , forMs, task = 0, kind = 'file', threads = 4], { ns, events }) {
    events.record(RecordType.poolWork, (threads << 4) | PoolKind[kind], ns, forMs * US_PER_MS, task);
  },

  pause([, , forMs, agoMs, kind = 'full'], { ns, events }) {
    events.record(RecordType.pause, PauseKind[kind], ns, forMs * US_PER_MS, agoMs * US_PER_MS);
  },

  loading([, , name], { ns, events }) {
    events.blob(BlobKind.loading, ns, name);
  },

  loaded(_line, { ns, events }) {
    events.record(RecordType.loaded, 0, ns);
  },

  reaction([, , name, heldMs, { line: at = 1, handedTo, task = 0 } = {}], { ns, events, sites }) {
    const facts = handedTo === undefined ? {} : { handedTo };
    const site = sites.id(FILE, ['callback', name, at, 1, -1, facts]);
    events.record(RecordType.reaction, site, ns, heldMs * US_PER_MS, task);
  },

  still([, , name, heldMs, { line: at = 1 } = {}], { ns, events, sites }) {
    const site = sites.id(FILE, ['call', name, at, 1, -1]);
    events.record(RecordType.stoodStill, site, ns, heldMs * US_PER_MS);
  },

  tracing([, , tookMs, ranMs = 0], { ns, events }) {
    events.record(RecordType.tracing, ranMs, ns, tookMs * NS_PER_MS);
  },

  withheld([, , atMs, totalMs, ranMs], { ns, events }) {
    if (ranMs !== undefined) events.record(RecordType.ran, 0, ns, ranMs * US_PER_MS);
    const seen = { atUs: atMs * US_PER_MS, totalUs: totalMs * US_PER_MS };
    const [low, high] = [seen.atUs % 2 ** 32, seen.totalUs % 2 ** 32];
    events.record(RecordType.withheld, withheldArgument(seen), ns, low, high);
  },

  thread([, , by, start, options], { ns, events }) {
    const plain = { kind: 'worker', name: 'worker.mjs', pid: null, number: null } as const;
    events.json(BlobKind.threadStart, ns, { start, ...plain, ...options } satisfies ThreadStart, by);
  },

  threadEnd([, , start, exitCode, signal = null], { ns, events }) {
    events.json(BlobKind.threadEnd, ns, { start, exitCode, signal } satisfies ThreadEnd);
  },

  prints([, , task, text], { ns, events }) {
    const bytes = new TextEncoder().encode(text);
    const check = checkOfBytes((at) => bytes[at]!, bytes.length);
    events.record(RecordType.wrote, writtenArgument(0, Way.stream, check), ns, bytes.length, task);
    events.blob(BlobKind.stdout, ns, bytes);
  },

  gap([, , lost = 0xffffffff], { ns, events }) {
    events.record(RecordType.gap, 0, ns, lost);
  },

  bye([, , exitCode = 0, cause = 'other', waitedMs = 0], { ns, events }) {
    events.record(RecordType.bye, EndCause[cause], ns, exitCode, waitedMs);
  },
};

export function writeLine(line: ScriptLine, events: RecordEncoder, sites: ScriptSites): void {
  const write = WRITERS[line[1]] as (line: ScriptLine, to: Writing) => void;
  write(line, { ns: line[0] * NS_PER_MS, events, sites });
}

let lastText = 0;

function writeAwaited(options: SuspendOptions, task: number, ns: number, events: RecordEncoder): void {
  const { name, members = [], how = 'all', count = members.length } = options;
  const numbered = (text: string): number => {
    events.blob(BlobKind.about, ns, text, ++lastText);
    return lastText;
  };
  if (name !== undefined) events.record(RecordType.about, 0, ns, task, numbered(name));
  for (const [kind, given = 0] of members) {
    const reference = typeof given === 'string' ? numbered(given) : given;
    events.record(RecordType.member, (AwaitedKind[kind] << 20) | Combinator[how], ns, reference, count);
  }
}

function definitionKind(kind: TaskKindName): SiteKind {
  return kind === 'async' || kind === 'span' ? 'function' : kind;
}

/** Gives every different place an id, as the tracer's tables do. */
export class ScriptSites {
  readonly #ids = new Map<string, number>();
  readonly #rows: { file: string; row: SiteRow; id: number }[] = [];

  id(file: string, row: SiteRow): number {
    const key = JSON.stringify([file, row]);
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.#ids.size + 1;
    this.#ids.set(key, id);
    this.#rows.push({ file, row, id });
    return id;
  }

  /** The tables of the places that were not taken before. */
  takeNew(): SiteTable[] {
    return this.#rows.splice(0).map(({ file, row, id }) => ({ file, firstSite: id, rows: [row] }));
  }
}
