// Two charts on one scale of time, while one of them is still being read.
import { expect, test } from 'vitest';
import type { SessionStatus } from '../../../src/model/view-types.ts';
import { CommonTime } from '../../../src/renderer/chart/time/common-time.ts';
import { TimeView } from '../../../src/renderer/chart/time/time-view.ts';
import type { SideStore } from '../../../src/renderer/store/sides.ts';
import type { Phase, UiState } from '../../../src/renderer/store/ui-store.ts';

/** A chart without a window: `reads` is what its session's worker tells. */
function chartOf(time: CommonTime, phase: Phase) {
  let state = { phase, follow: 'live', status: null } as Partial<UiState>;
  const store = {
    getState: () => state,
    setState: (change: Partial<UiState>) => {
      state = { ...state, ...change };
    },
  } as unknown as SideStore;
  const view = new TimeView(store, time, { moved: () => {}, anchorNs: () => null });
  const reads = (endNs: number) => {
    view.heard({ endNs, finished: phase === 'finished' } as SessionStatus, phase);
    return view.window;
  };
  view.begin();
  return { view, reads };
}

test('both are shown whole while the second one grows, until the user moves the window in either of them', () => {
  const time = new CommonTime();
  const first = chartOf(time, 'finished');
  first.reads(1_000_000_000);
  const second = chartOf(time, 'loading');
  expect(second.reads(500_000_000).toNs).toBeGreaterThanOrEqual(1_000_000_000);
  expect(second.reads(4_000_000_000).toNs).toBeGreaterThanOrEqual(4_000_000_000);
  first.view.moveTo({ fromNs: 100_000_000, toNs: 200_000_000 });
  expect(second.reads(8_000_000_000)).toEqual({ fromNs: 100_000_000, toNs: 200_000_000 });
  second.view.finished();
  expect(first.view.window).toEqual({ fromNs: 100_000_000, toNs: 200_000_000 });
});

test('a window that was moved before the second one is there stays, too', () => {
  const time = new CommonTime();
  const first = chartOf(time, 'finished');
  first.reads(1_000_000_000);
  first.view.moveTo({ fromNs: 100_000_000, toNs: 200_000_000 });
  expect(chartOf(time, 'loading').reads(4_000_000_000)).toEqual({ fromNs: 100_000_000, toNs: 200_000_000 });
});
