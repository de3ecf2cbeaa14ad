// Prints the program's memory in bytes on stderr, at its end. It does not use `maxRSS`, which starts with the value of the parent process.
const { readFileSync, writeSync } = require('node:fs');
const { getHeapStatistics, getHeapSpaceStatistics } = require('node:v8');

process.on('exit', () => {
  const status = readFileSync('/proc/self/status', 'latin1');
  const of = (/** @type {string} */ key) => Number(new RegExp(`${key}:\\s+(\\d+)`).exec(status)?.[1]) * 1024;
  const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
  const said = {
    largest: of('VmHWM'),
    private: of('RssAnon'),
    heap: getHeapStatistics().total_physical_size,
    young: young?.physical_space_size ?? 0,
  };
  writeSync(2, JSON.stringify(said));
});
