// By how much a timer fires late.

import { expect, test } from 'vitest';
import { traced } from '../../support/traced.ts';

test('a timer that is set again, and an interval, are late only from when they were set last', async () => {
  const run = await traced(`
    const clock = () => performance.now();
    const latenesses = [];
    let setMs = 0;
    // It is set first: a busy machine may take longer than the 10 ms in between from one line to the next.
    setTimeout(() => { again.refresh(); setMs = clock(); }, 30);
    const again = setTimeout(function again() {
      latenesses.push(clock() - setMs - 40);
      setMs = clock();
      const interval = setInterval(function each() {
        latenesses.push(clock() - setMs - 10);
        setMs = clock();
        while (clock() - setMs < 4);
        if (latenesses.length === 4) clearInterval(interval);
      }, 10);
    }, 40);
    process.on('exit', () => console.log(JSON.stringify(latenesses)));
  `);
  const { turns } = run.model.main;
  const { tasks } = run.model.tables;
  const told = [...run.tasks('again'), ...run.tasks('each')].map(
    ({ id }) => turns.lateNs.get(turns.ofRun(tasks.firstRun.get(id - 1))) / 1e6,
  );
  // The program measures the same itself, a moment after the tracer.
  const found = JSON.parse(run.stdout) as number[];
  // Node counts in whole milliseconds, so the two may differ by one or two.
  expect(told.filter((ms, at) => ms > (found[at] as number) + 2)).toEqual([]);
  expect(told).toHaveLength(4);
});
