import { ResourceChange, ResourceKind } from '../../protocol/events.ts';
import type { OpenedResource } from '../../protocol/payloads.ts';

/** Something that the program opened. Times are on the program's clock. */
export interface Resource {
  readonly stream: number;
  readonly kind: ResourceKind;
  readonly name: string;
  /** Null if a library opened it. */
  readonly place: OpenedResource['place'];
  /** `OpenedResource.settles`. */
  readonly settles: boolean;
  /** The task that opened it, -1 if unknown. */
  readonly task: number;
  readonly openedNs: number;
  /** When it was last used; if never, when it was opened. */
  usedNs: number;
  /** Infinity while it is open. */
  closedNs: number;
  /** Whether it keeps the program from ending. */
  holds: boolean;
}

/** What the program opened, in order. */
export class Resources {
  readonly all: Resource[] = [];
  readonly #inputs: Resource[] = [];
  /** By stream, then by the tracer's number of the resource. */
  readonly #byId = new Map<number, Map<number, Resource>>();

  opened(
    stream: number,
    id: number,
    { kind, name, place, settles }: OpenedResource,
    task: number,
    atNs: number,
  ): void {
    const resource: Resource = {
      stream,
      kind,
      name,
      place,
      settles: settles ?? false,
      task,
      openedNs: atNs,
      usedNs: atNs,
      closedNs: Number.POSITIVE_INFINITY,
      holds: true,
    };
    this.all.push(resource);
    if (kind === ResourceKind.input) this.#inputs.push(resource);
    const ofStream = this.#byId.get(stream) ?? new Map<number, Resource>();
    this.#byId.set(stream, ofStream);
    ofStream.set(id, resource);
  }

  /** Whether somebody reads standard input. */
  get isInputRead(): boolean {
    return this.#inputs.some(({ holds, closedNs }) => holds && closedNs === Number.POSITIVE_INFINITY);
  }

  /** Applies a ResourceChange; returns whether the resource is known. */
  changed(stream: number, id: number, change: number, atNs: number): boolean {
    const resource = this.#byId.get(stream)?.get(id);
    if (resource === undefined) return false;
    if (change === ResourceChange.used) resource.usedNs = atNs;
    else if (change === ResourceChange.closed) resource.closedNs = atNs;
    else resource.holds = change === ResourceChange.holds;
    return true;
  }
}
