import type { Insight } from '../../model/index.ts';
import type { LessonScript } from '../../protocol/lesson.ts';
import { useInsights } from '../drawer/insights/use-insights.ts';
import { openPanel } from '../shell/panels.ts';
import { goToInsight } from '../store/selection.ts';
import { useInsightSettings } from '../store/settings/insight-settings.ts';
import { LessonWords } from './lesson-words.tsx';

/** What Loopscope found in the run that is shown. Each finding leads to the chart and to the source. */
export function LessonFindings({ script: { role, noFinding } }: { readonly script: LessonScript }) {
  const looked = useInsights(useInsightSettings());
  if (looked === null) return null;
  const { insights, isWhole } = looked;
  // If a trap's run has no finding, saying so would suggest that it is no trap. So nothing is said, unless the lesson says what to see
  // instead.
  const none = noFinding ?? (role === 'trap' ? null : 'Nothing that is wrong with how it waits.');
  if (insights.found.length === 0 && (!isWhole || none === null)) return null;
  return (
    <section className="lesson-part" aria-labelledby="lesson-found">
      <h3 id="lesson-found" className="lesson-heading">
        What Loopscope found
      </h3>
      {insights.found.length === 0 ? (
        <p className="lesson-paragraph">
          <LessonWords text={none ?? ''} />
        </p>
      ) : (
        <ul className="look-for">
          {insights.found.map((insight) => (
            <li key={`${insight.id} ${insight.file} ${insight.line} ${insight.tasks[0]}`}>
              {insight.message} <ShowIt insight={insight} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function ShowIt({ insight }: { readonly insight: Insight }) {
  return (
    <button
      type="button"
      className="link"
      aria-label={`Show it: ${insight.id}`}
      title="Show it in the chart, and its line in the source"
      onClick={() => {
        openPanel('drawer');
        goToInsight(insight);
      }}
    >
      Show it
    </button>
  );
}
