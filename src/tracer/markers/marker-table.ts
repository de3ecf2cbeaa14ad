// What the markers are called. One letter each: they stand in the author's lines, and in the excerpt that Node prints of a line when a
// program crashes. See instrument/instrument.ts for where each stands.

import { loaded } from '../loader/loading.ts';
import { combinationLeads, combinationMade, combine, rejectMade, thenMade } from '../promises/combining.ts';
import { parametersRun } from '../promises/promises.ts';
import { takeOuterSignal, takeSignal } from '../tasks/signals.ts';
import { callBegins, callEnds, leftAlone } from './call-markers.ts';
import { iterate } from './for-await.ts';
import {
  afterYield,
  afterYieldOf,
  beginGenerator,
  delegate,
  delegateByHelper,
  yieldCompiled,
  yieldOn,
} from './generators.ts';
import {
  afterAwait,
  afterAwaitOf,
  awaitCompiled,
  awaitOn,
  beginCallback,
  beginModule,
  caught,
  caughtOfRequire,
  enter,
  enterWithDefaults,
  exit,
  promiseMade,
  returned,
  returnedFromGenerator,
  threw,
} from './markers.ts';
import { disposes, goesOn, stepsOf } from './stand-ins.ts';

export const markers = Object.freeze({
  A: stepsOf,
  B: goesOn,
  C: disposes,
  D: afterAwaitOf,
  E: takeOuterSignal,
  F: thenMade,
  G: rejectMade,
  H: afterYieldOf,
  L: loaded,
  R: caughtOfRequire,
  Y: yieldCompiled,
  Z: delegateByHelper,
  a: awaitOn,
  b: beginGenerator,
  c: caught,
  d: enterWithDefaults,
  e: enter,
  f: threw,
  g: afterYield,
  h: callEnds,
  i: iterate,
  j: combine,
  k: beginCallback,
  l: combinationLeads,
  m: beginModule,
  n: promiseMade,
  o: leftAlone,
  p: combinationMade,
  q: parametersRun,
  r: afterAwait,
  s: takeSignal,
  t: returned,
  u: returnedFromGenerator,
  v: awaitCompiled,
  w: callBegins,
  x: exit,
  y: yieldOn,
  z: delegate,
});
