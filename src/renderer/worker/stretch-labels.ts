import { type Model, type Picture, StretchKind, type WaitView, waitView } from '../../model/index.ts';
import type { StretchLabels } from './contract.ts';

/** A band narrower than this, in the picture's pixels, does not even have room for a glyph. */
const NARROWEST_PX = 16;

/** What the wide suspended stretches of a picture wait for, in a few words. */
export function stretchLabels(model: Model, { request, stretches }: Picture): StretchLabels {
  const narrowestNs = (NARROWEST_PX * (request.toNs - request.fromNs)) / Math.max(1, request.widthPx);
  const indices: number[] = [];
  const text: string[] = [];
  for (let index = 0; index < stretches.length; index += 1) {
    if (stretches.kind[index] !== StretchKind.suspended) continue;
    if (Math.min(stretches.toNs[index]!, request.toNs) - stretches.fromNs[index]! < narrowestNs) continue;
    indices.push(index);
    text.push(wordsFor(waitView(model, stretches.run[index]!)));
  }
  return { index: Int32Array.from(indices), text };
}

/** `timer 2000 ms`, `await deliver()`, `readFile data.json`, `all of 2 tasks: …`, `await pop()`. */
function wordsFor({ on, at, expression }: WaitView): string {
  if (at === 'yield') return 'yield';
  if (on.combination !== null) return on.label;
  if (on.task === null && on.name !== null) return on.name;
  if (on.kind === 'timer') return on.label.replace(/^a timer( of)?/, 'timer');
  const word = at === 'for-await' ? 'for await' : at;
  if (on.task !== null) return `${word} ${on.label}`;
  return expression === '' ? on.label : `${word} ${expression}`;
}
