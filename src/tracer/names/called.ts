// Names of resources that do not say themselves what they are for, while somebody else does.

const names = new WeakMap<object, string>();

/** Whoever waits for what the resource brings waits for that. */
export const callResource = (resource: object, name: string): void => void names.set(resource, name);

/** '' where nobody has said. */
export const nameCalled = (resource: object): string => names.get(resource) ?? '';
