import { type OpenedResource, ResourceChange, type ResourceKind } from '../../protocol/events.ts';

/** Something that the program opened. Times on the program's clock. */
export interface Resource {
  readonly stream: number;
  readonly kind: ResourceKind;
  readonly name: string;
  /** Null where a library opened it. */
  readonly place: OpenedResource['place'];
  /** Who opened it, -1 for nobody known. */
  readonly task: number;
  readonly openedNs: number;
  /** When it was used last; as it was opened, where it never was. */
  usedNs: number;
  /** Infinity while it is open. */
  closedNs: number;
  /** It keeps the program from ending by itself. */
  holds: boolean;
}

/** What the program opened, in order. */
export class Resources {
  readonly all: Resource[] = [];
  /** By stream, then by the tracer's number. */
  readonly #byId = new Map<number, Map<number, Resource>>();

  opened(
    stream: number,
    id: number,
    { kind, name, place }: OpenedResource,
    task: number,
    atNs: number,
  ): void {
    const resource: Resource = {
      stream,
      kind,
      name,
      place,
      task,
      openedNs: atNs,
      usedNs: atNs,
      closedNs: Number.POSITIVE_INFINITY,
      holds: true,
    };
    this.all.push(resource);
    const ofStream = this.#byId.get(stream) ?? new Map<number, Resource>();
    this.#byId.set(stream, ofStream);
    ofStream.set(id, resource);
  }

  /** Whether such a resource is known. */
  changed(stream: number, id: number, change: number, atNs: number): boolean {
    const resource = this.#byId.get(stream)?.get(id);
    if (resource === undefined) return false;
    if (change === ResourceChange.used) resource.usedNs = atNs;
    else if (change === ResourceChange.closed) resource.closedNs = atNs;
    else resource.holds = change === ResourceChange.holds;
    return true;
  }
}
