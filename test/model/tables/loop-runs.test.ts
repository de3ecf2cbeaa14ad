import { expect, test, vi } from 'vitest';
import { Model } from '../../../src/model/index.ts';
import { loopRuns } from '../../../src/model/tables/loop-runs.ts';
import { trace } from '../../support/script.ts';

const THREADS = 40;
const TASKS = 50;

test('each run is put to its thread once, however many threads there are', () => {
  const model = new Model();
  model.setHeader({ startEpochMs: 1_750_000_000_000 });
  for (let part = 0; part < TASKS; part++)
    for (let stream = 0; stream < THREADS; stream++)
      model.ingest(
        stream,
        trace(
          [
            [part, 'enter', part + 1, 'work'],
            [part + 0.5, 'end', part + 1],
          ],
          { hello: part === 0 },
        ),
      );
  const { runs, tasks } = model.tables;
  const looked = vi.spyOn(runs.task, 'get');
  const loops = model.streamIds().map((stream) => loopRuns(model, stream));
  expect(loops.map(({ length }) => length)).toEqual(loops.map(() => TASKS));
  expect(looked.mock.calls.length).toBe(runs.length);
  looked.mockRestore();
  for (const [stream, loop] of loops.entries()) {
    const own = Array.from({ length: loop.length }, (_, at) => loop.run(at));
    const all = Array.from({ length: runs.length }, (_, run) => run);
    expect(own).toEqual(all.filter((run) => tasks.stream.get(runs.task.get(run)) === stream));
  }
});
