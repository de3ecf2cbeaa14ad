import { afterEach, expect, test } from 'vitest';
import type { TaskIndex } from '../../../src/protocol/units.ts';
import { activate, storeOf } from '../../../src/renderer/store/sides.ts';
import { NO_SESSION, NO_SIDE, SIDE_KEYS, useUi } from '../../../src/renderer/store/ui-store.ts';

const initial = useUi.getState();
afterEach(() => useUi.setState(initial, true));

const task = (index: number) => index as TaskIndex;

function besideEachOther(): void {
  useUi.setState({
    selectedTask: task(1),
    otherSide: { ...NO_SIDE, selectedTask: task(2) },
    comparison: { first: 'beside', names: null, difference: null },
  });
}

test('every part of a session is one side’s own, or common to both', () => {
  const common = [
    'search',
    'filter',
    'elastic',
    'arranged',
    'activeSide',
    'otherSide',
    'comparison',
    'runBefore',
  ];
  expect(new Set([...SIDE_KEYS, ...common])).toEqual(
    new Set([...Object.keys(NO_SESSION), 'phase', 'scriptPath', 'choices']),
  );
});

test('each side reads and writes its own, whichever the panels show', () => {
  besideEachOther();
  const [own, beside] = [storeOf('own'), storeOf('beside')];
  expect([own.getState().selectedTask, beside.getState().selectedTask]).toEqual([1, 2]);
  activate('beside');
  expect(useUi.getState().selectedTask).toBe(2);
  expect([own.getState().selectedTask, beside.getState().selectedTask]).toEqual([1, 2]);
  own.setState({ selectedTask: task(3) });
  beside.setState({ selectedTask: task(4) });
  expect([own.getState().selectedTask, useUi.getState().selectedTask]).toEqual([3, 4]);
  expect(beside.getState().comparison).toEqual(useUi.getState().comparison);
});

test('a side is not notified when the panels change to the other one', () => {
  besideEachOther();
  const heard: unknown[] = [];
  const stop = storeOf('own').subscribe((state, before) =>
    heard.push([before.selectedTask, state.selectedTask]),
  );
  activate('beside');
  activate('own');
  stop();
  expect(heard).toEqual([
    [1, 1],
    [1, 1],
  ]);
});

test('with one session there is no other side to change to', () => {
  const before = useUi.getState();
  activate('beside');
  expect(useUi.getState()).toBe(before);
});
