// Everything that reads a program's text: a bundle of its own, see loader/instrumenter.ts.

export { functionEnd } from './function-end.ts';
export { instrument } from './instrument.ts';
