// What the program's own code has opened and has to close. It is recorded when it is opened, used, released (`unref`) and closed.

import { BlobKind, RecordType, ResourceChange, type ResourceKind } from '../../protocol/events.ts';
import type { OpenedResource } from '../../protocol/payloads.ts';
import { Given } from '../promises/given.ts';
import { clockNs, put, putBlob } from '../sending/writer.ts';
import { currentTask } from '../tasks/context.ts';
import type { UserPlace } from './user-place.ts';

/** If it is used again within this time, that is not recorded again. */
const USED_NS = 20e6;

let lastId = 0;

class Opened extends Given {
  #id: number;
  #usedNs = 0;
  /** Whether it keeps the program from ending. */
  #holds = true;
  constructor(object: object, id: number) {
    super(object);
    this.#id = id;
  }
  static isKnown(object: object): object is Opened {
    return #id in object;
  }
  static isUsed(opened: Opened): void {
    const nowNs = clockNs();
    if (opened.#id === 0 || nowNs - opened.#usedNs < USED_NS) return;
    opened.#usedNs = nowNs;
    tell(ResourceChange.used, opened.#id);
  }
  static isClosed(opened: Opened): void {
    if (opened.#id !== 0) tell(ResourceChange.closed, opened.#id);
    opened.#id = 0;
  }
  static holds(opened: Opened, holds: boolean): void {
    if (opened.#id === 0 || opened.#holds === holds) return;
    opened.#holds = holds;
    tell(holds ? ResourceChange.holds : ResourceChange.released, opened.#id);
  }
}

const tell = (change: ResourceChange, id: number): void => put(RecordType.resource | (change << 8), id, 0);

/**
 * The object stands for something that is open from now on. `by`: where the program asked for it; null if a library did. `more`: what only some
 * kinds have.
 */
export function isOpened(
  object: object,
  kind: ResourceKind,
  name: string,
  by: UserPlace | null,
  more: Pick<OpenedResource, 'settles'> = {},
): void {
  if (Opened.isKnown(object)) return;
  new Opened(object, ++lastId);
  const place = by === null ? null : { file: by.file, line: by.line };
  const resource: OpenedResource = { kind, name, place, ...more, task: by?.task ?? currentTask()?.id ?? 0 };
  putBlob(BlobKind.opened, JSON.stringify(resource), lastId);
}

/** Whether an object stands for something that was recorded as opened. */
export const isKnown = (object: unknown): boolean => isObject(object) && Opened.isKnown(object);

export function isUsed(object: object): void {
  if (Opened.isKnown(object)) Opened.isUsed(object);
}

export function isClosed(object: unknown): void {
  if (isObject(object) && Opened.isKnown(object)) Opened.isClosed(object);
}

/** Notes whether it keeps the program from ending (`ref`, `unref`). */
export function holdsProgram(object: unknown, holds: boolean): void {
  if (isObject(object) && Opened.isKnown(object)) Opened.holds(object, holds);
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
