// Standard input, which keeps the program alive as long as the program reads from it.

import { ResourceKind } from '../../protocol/events.ts';
import { watchAfter } from '../names/watched.ts';
import { Given } from '../promises/given.ts';
import { holdsProgram, isOpened } from './opened.ts';
import { type UserPlace, userPlace } from './user-place.ts';
import { watchHandles } from './watch-handles.ts';

/** Node makes the standard streams when the program first asks for them. Only input is read from. */
const STREAMS = /^node:(net|tty|internal\/(net|tty|bootstrap\/.*))$/;

class Standard extends Given {
  #place: UserPlace;
  constructor(handle: object, place: UserPlace) {
    super(handle);
    this.#place = place;
  }
  static place(handle: object): UserPlace | null {
    return #place in handle ? handle.#place : null;
  }
}

let isWatched = false;

/** A terminal's handle was made, or a pipe's. */
export function inputMade(handle: object): void {
  const place = userPlace(STREAMS);
  if (place === null) return;
  new Standard(handle, place);
  if (isWatched) return;
  isWatched = true;
  watchHandles(handle);
  for (let at = Object.getPrototypeOf(handle); at !== null; at = Object.getPrototypeOf(at)) {
    watchAfter(at, 'readStart', reads);
    watchAfter(at, 'readStop', (self) => holdsProgram(self, false));
  }
}

function reads(handle: unknown): void {
  if (typeof handle !== 'object' || handle === null) return;
  const place = Standard.place(handle);
  if (place === null) return;
  isOpened(handle, ResourceKind.input, '', place);
  holdsProgram(handle, true);
}
