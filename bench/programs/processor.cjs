// Prints on stderr, at the program's end, for how many microseconds its thread has had a processor since this was loaded. Linux only.
const { readFileSync, writeSync } = require('node:fs');

const processorUs = () => Number(readFileSync('/proc/thread-self/schedstat', 'latin1').split(' ')[0]) / 1000;
const fromUs = processorUs();
process.on('exit', () => writeSync(2, `${JSON.stringify({ processorUs: processorUs() - fromUs })}\n`));
