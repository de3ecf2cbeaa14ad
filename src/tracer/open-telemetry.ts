// Registers Loopscope where every copy of `@opentelemetry/api` looks for an SDK, without standing in the way of the
// program's own: https://github.com/open-telemetry/opentelemetry-js/blob/main/api/src/internal/global-utils.ts

import { createRequire } from 'node:module';
import { join } from 'node:path';
import { BlobKind, Outcome, RecordType, type SpanDetails, TaskKind } from '../protocol/events.ts';
import { currentTask } from './context.ts';
import type { OpenTelemetryGlobal, SpanHost } from './spans.ts';
import { Task } from './task.ts';
import { clockNs, put, putBlob } from './writer.ts';

const KEY = Symbol.for('opentelemetry.js.api.1');

/** `nextId` numbers spans along with all other tasks. */
export function offerOpenTelemetry(nextId: () => number): void {
  let ours: OpenTelemetryGlobal | undefined;
  let theirs: unknown;
  Object.defineProperty(globalThis, KEY, {
    configurable: true,
    enumerable: true,
    get() {
      if (theirs !== undefined) return theirs;
      // An SDK that registers itself must find the place empty: `registerGlobal` refuses a taken one, and one that
      // another version of the API has taken. Nothing but the caller's name tells it from one that asks.
      if (isRegistering()) return undefined;
      ours ??= loadSpans().createGlobal(spanHost(nextId));
      return ours;
    },
    set(value) {
      if (value !== ours) theirs = value;
    },
  });
}

function isRegistering(): boolean {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 4;
  const stack = String(new Error().stack);
  Error.stackTraceLimit = limit;
  return stack.includes('registerGlobal');
}

function loadSpans(): typeof import('./spans.ts') {
  const require = createRequire(__filename);
  const file = join(__dirname, 'spans.cjs');
  const spans = require(file) as typeof import('./spans.ts');
  delete require.cache[file];
  return spans;
}

/** What a program attaches need not be JSON, and is no reason for its `end()` to throw. */
function spanText(details: SpanDetails): string {
  try {
    return JSON.stringify(details, (_key, value) => (typeof value === 'bigint' ? String(value) : value));
  } catch {
    return JSON.stringify({ ...details, attributes: {}, events: [] });
  }
}

function spanHost(nextId: () => number): SpanHost {
  const current = (): number => currentTask()?.id ?? 0;
  return {
    current,
    now: clockNs,
    begin(name, parent) {
      const task = new Task(nextId(), TaskKind.span);
      put(RecordType.enter | ((TaskKind.span << 20) << 8), task.id, parent === 0 ? current() : parent);
      putBlob(BlobKind.label, name, task.id);
      return task.id;
    },
    end(task, failed, details) {
      putBlob(BlobKind.span, spanText(details), task);
      put(RecordType.end | ((failed ? Outcome.rejected : Outcome.fulfilled) << 8), task, 0);
    },
  };
}
