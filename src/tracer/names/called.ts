// Names of resources that do not say themselves what they are for, given by whoever knows.

import { SafeWeakMap } from '../safe-weak.ts';

const names = new SafeWeakMap<object, string>();

/** A wait for what the resource brings is called by this name. */
export const callResource = (resource: object, name: string): void => void names.set(resource, name);

/** '' if nobody has given it a name. */
export const nameCalled = (resource: object): string => names.get(resource) ?? '';
