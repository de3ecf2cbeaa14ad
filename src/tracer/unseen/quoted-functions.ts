// Functions that V8 quotes in a message (`async () => {…} could not be cloned`). It shortens a text of more than 128 characters, and with markers
// a text is longer than its author wrote it.

import { MARKED, withoutMarkers } from '../../node/marker-text.ts';
import { instrumenter } from '../loader/instrumenter.ts';
import { runningTexts } from '../loader/remembered.ts';

/** V8's `Object::NoSideEffectsToString`. */
const LONGEST = 128;
const FIRST = 111;
const OMITTED = '...<omitted>...';
const LAST = 2;
const SHORTENED = new RegExp(`([^]{${FIRST}})${OMITTED.replaceAll('.', '\\.')}([^]{${LAST}})`, 'g');
/** What a function ends with that ends inside a marker: an arrow function without braces. */
const END = /[\v\f](?:[^\v\f\n]*__loopscope\.x\(\$ls\))?[)}]+/g;

/** A message with the text that its author wrote. */
export function withWrittenFunctions(message: string): string {
  const whole = message.replace(SHORTENED, (all, first: string, last: string) => {
    if (!first.includes('__loopscope')) return all;
    const written = functionThatBegins(first);
    return written === null ? withoutMarkers(first) + OMITTED + last : shortened(written);
  });
  return whole.replace(MARKED, '').replace(END, '');
}

const shortened = (text: string): string =>
  text.length > LONGEST ? text.slice(0, FIRST) + OMITTED + text.slice(-LAST) : text;

/** As its author wrote it. `first`: how its text with markers begins. Null if that text is not known. */
function functionThatBegins(first: string): string | null {
  for (const text of runningTexts()) {
    const at = text.indexOf(first);
    if (at < 0) continue;
    const source = withoutMarkers(text);
    const start = withoutMarkers(text.slice(0, at)).length;
    const end = instrumenter().functionEnd(source, start);
    if (end !== null) return source.slice(start, end);
  }
  return null;
}
