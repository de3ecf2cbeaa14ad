// Registers Loopscope where every copy of `@opentelemetry/api` looks for an SDK, without standing in the way of the
// program's own: https://github.com/open-telemetry/opentelemetry-js/blob/main/api/src/internal/global-utils.ts

import type { TracerProvider } from '@opentelemetry/api';
import { BlobKind, Outcome, RecordType, TaskKind } from '../../protocol/events.ts';
import type { SpanDetails } from '../../protocol/payloads.ts';
import { randomHex } from '../random.ts';
import { clockNs, put, putBlob } from '../sending/writer.ts';
import { currentTask } from '../tasks/context.ts';
import { Task } from '../tasks/task.ts';
import { loadBundle } from '../unseen/own-bundles.ts';
import { isRegistering } from './registering.ts';
import type { SpanHost } from './span-host.ts';
import type { OpenTelemetryGlobal } from './spans.ts';

const KEY = Symbol.for('opentelemetry.js.api.1');

/** `nextId` numbers spans along with all other tasks. */
export function offerOpenTelemetry(nextId: () => number): void {
  let ours: OpenTelemetryGlobal | undefined;
  let theirs: OpenTelemetryGlobal | undefined;
  let shown: OpenTelemetryGlobal | undefined;
  let seen: TracerProvider | null = null;
  let bundle: Spans | undefined;
  const watched = (): TracerProvider | null => {
    const provider = theirs?.trace ?? null;
    if (provider !== null && provider !== seen) {
      seen = provider;
      bundle?.watchProvider(host, provider);
    }
    return provider;
  };
  const host = spanHost(nextId, watched);
  const place: PropertyDescriptor = {
    configurable: true,
    enumerable: true,
    get() {
      // An SDK that registers must find the place as it left it: `registerGlobal` refuses a taken place, and one that another version of the
      // API has taken. Only the caller's name tells who registers from who asks.
      if (isRegistering()) return theirs;
      bundle ??= loadBundle<Spans>('spans.cjs');
      ours ??= bundle.createGlobal(host);
      if (theirs === undefined) return ours;
      if (watched() !== null) return theirs;
      shown ??= withSpans(theirs, ours);
      return shown;
    },
    set(value) {
      if (value === ours || value === shown) return;
      theirs = value;
      shown = undefined;
      Object.defineProperty(globalThis, KEY, place);
    },
  };
  // Inherited by the global object, so that it is found but not listed, until the program puts something there.
  Object.defineProperty(Object.getPrototypeOf(globalThis), KEY, place);
}

/** If the program has registered something else (a logger perhaps) but no SDK for spans, its spans come to us. */
function withSpans(theirs: OpenTelemetryGlobal, ours: OpenTelemetryGlobal): OpenTelemetryGlobal {
  return new Proxy(theirs, {
    get(target, key) {
      const own = Reflect.get(target, key) as unknown;
      if (own !== undefined || (key !== 'trace' && key !== 'context')) return own;
      return ours[key];
    },
  });
}

type Spans = typeof import('./spans.ts');

/** Attributes of a program need not be valid JSON. That must not make its `end()` throw. */
function spanText(details: SpanDetails): string {
  try {
    return JSON.stringify(details, (_key, value) => (typeof value === 'bigint' ? String(value) : value));
  } catch {
    return JSON.stringify({ ...details, attributes: {}, events: [] });
  }
}

function spanHost(nextId: () => number, programsProvider: () => TracerProvider | null): SpanHost {
  const current = (): number => currentTask()?.id ?? 0;
  return {
    current,
    programsProvider,
    now: clockNs,
    randomHex,
    begin(name, parent) {
      const task = new Task(nextId(), TaskKind.span);
      put(RecordType.enter | ((TaskKind.span << 20) << 8), task.id, parent === 0 ? current() : parent);
      putBlob(BlobKind.label, name, task.id);
      return task.id;
    },
    rename(task, name) {
      putBlob(BlobKind.label, name, task);
    },
    end(task, failed, details) {
      putBlob(BlobKind.span, spanText(details), task);
      put(RecordType.end | ((failed ? Outcome.rejected : Outcome.fulfilled) << 8), task, 0);
    },
  };
}
