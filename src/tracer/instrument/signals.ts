import type * as acorn from 'acorn';
import type { FunctionNode } from './names.ts';

/** What may hold a signal besides others. */
const OPTIONS = /^(options|opts|init|settings|config)$/;

/** The parameter through which a function is given a signal, or options that may hold one, as far as names tell; null for none. */
export function signalParameter({ params }: FunctionNode): string | null {
  const names = params.flatMap(namesOf);
  return names.find((name) => /signal$/i.test(name)) ?? names.find((name) => OPTIONS.test(name)) ?? null;
}

/** What a parameter is called; of an object that is taken apart what its `signal` is. */
function namesOf(parameter: acorn.Pattern): string[] {
  const inner = parameter.type === 'AssignmentPattern' ? parameter.left : parameter;
  if (inner.type === 'Identifier') return [inner.name];
  if (inner.type !== 'ObjectPattern') return [];
  return inner.properties.flatMap((property) => {
    if (property.type !== 'Property' || property.computed || property.key.type !== 'Identifier') return [];
    const value = property.value.type === 'AssignmentPattern' ? property.value.left : property.value;
    return property.key.name === 'signal' && value.type === 'Identifier' ? [value.name] : [];
  });
}
