// Prints on stderr, at the program's end, the counters in the memory that the tracer shares with its own thread. That memory is recognised
// by its size.
const { writeSync } = require('node:fs');

const Shared = SharedArrayBuffer;
const LENGTH = Number(process.env.BENCH_CONTROL_BYTES);
globalThis.SharedArrayBuffer = class extends Shared {
  constructor(/** @type {number} */ length) {
    super(length);
    if (length !== LENGTH) return;
    globalThis.SharedArrayBuffer = Shared;
    process.on('exit', () => writeSync(2, `${JSON.stringify({ control: [...new Int32Array(this)] })}\n`));
  }
};
