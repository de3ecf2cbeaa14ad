// What processes that the program starts load before their first line. They may be any Node, so nothing in here may be newer than an old
// Node understands.

import { join } from 'node:path';

const settings = process.env.LOOPSCOPE_TRACER;
if (settings !== undefined) {
  const { nodeOptions } = JSON.parse(settings);
  if (typeof nodeOptions === 'string') process.env.NODE_OPTIONS = nodeOptions;
  else delete process.env.NODE_OPTIONS;
}
delete require.cache[__filename];
if (Number(process.versions.node.split('.')[0]) >= 20) require(join(__dirname, 'preload.cjs'));
else delete process.env.LOOPSCOPE_TRACER;
