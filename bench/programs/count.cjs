// Counts the promises and other resources that the program makes, and prints the counts on stderr at its end.
let promises = 0;
let others = 0;
require('node:async_hooks')
  .createHook({
    init(_id, type) {
      if (type === 'PROMISE') promises++;
      else others++;
    },
  })
  .enable();
process.on('exit', () => process.stderr.write(JSON.stringify({ promises, others })));
