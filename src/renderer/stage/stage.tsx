import { useEffect } from 'react';
import { Chart } from '../chart/chart.tsx';
import { ComparisonView } from '../compare/comparison-view.tsx';
import { ErrorBoundary } from '../controls/error-boundary.tsx';
import { useUi } from '../store/ui-store.ts';
import { EndBanner, PartBanner } from './end-banner.tsx';
import { Loading } from './loading.tsx';
import { Notices } from './notices.tsx';
import { ScriptReady } from './script-ready.tsx';
import { Welcome } from './welcome.tsx';
import './stage.css';

/** The middle of the window: the chart, or what to do next. */
export function Stage() {
  const phase = useUi((state) => state.phase);
  const connected = useUi((state) => state.connected);
  const sessionId = useUi((state) => state.session?.id);
  const comparison = useUi((state) => state.comparison);
  useSessionMark();
  if (comparison !== null) return <ComparisonView comparison={comparison} />;
  if (phase === 'empty') return <Welcome />;
  if (phase === 'script') return <ScriptReady />;
  if (!connected) return <div className="stage-wait">Starting…</div>;
  return (
    <div className="stage-session">
      <EndBanner />
      <PartBanner />
      <Notices />
      <Loading />
      <ErrorBoundary key={sessionId}>
        <Chart key={sessionId} />
      </ErrorBoundary>
    </div>
  );
}

/** Marks in the document what is shown, for headless runs and tests. The chart sets `finished` when the last frame is on the screen. */
function useSessionMark(): void {
  const phase = useUi((state) => state.phase);
  const sessionId = useUi((state) => state.session?.id);
  useEffect(() => {
    // Which one it is tells a run that is finished from the one before, which can be painted once more when it is run again.
    document.documentElement.dataset.sessionId = sessionId === undefined ? '' : String(sessionId);
  }, [sessionId]);
  useEffect(() => {
    if (phase === 'finished') return;
    document.documentElement.dataset.session = phase === 'empty' || phase === 'script' ? 'idle' : 'live';
  }, [phase]);
}
