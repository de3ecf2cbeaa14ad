// The host's clock and the program's are two: what the program printed stands where it was printed.

import { expect, test } from 'vitest';
import { consoleLines } from '../../src/model/details/written.ts';
import { Model } from '../../src/model/index.ts';
import { openRecording } from '../../src/recording/reader.ts';
import { traced } from '../support/traced.ts';

test('a line is never earlier than the task that printed it', async () => {
  const run = await traced(`
    import { setTimeout as sleep } from 'node:timers/promises';
    async function speak() {
      await sleep(200);
      console.log('spoken');
    }
    await speak();
  `);
  const opened = await openRecording(run.file);
  if (!opened.ok) throw new Error(opened.problem.detail);
  const model = new Model();
  model.setHeader(opened.value.header);
  model.finish(await opened.value.read((stream, bytes) => model.ingest(stream, bytes)));
  const [line] = consoleLines(model, 0, 1);
  const [wait] = run.task('speak').waits;
  const readyMs = (wait?.startMs ?? 0) + (wait?.suspendedMs ?? Infinity);
  expect(line?.text).toContain('spoken');
  // The machine's clock is told in whole milliseconds.
  expect((line?.timeNs ?? 0) / 1e6).toBeGreaterThanOrEqual(readyMs - 2);
});
