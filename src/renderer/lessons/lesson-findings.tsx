import type { Insight } from '../../model/index.ts';
import type { LessonRole } from '../../protocol/lesson.ts';
import { useInsights } from '../drawer/use-insights.ts';
import { openPanel } from '../shell/panels.ts';
import { useInsightSettings } from '../store/insight-settings.ts';
import { goToInsight } from '../store/selection.ts';

/** What Loopscope finds in the run that is shown, one finding a line that leads to the chart and to the source. */
export function LessonFindings({ role }: { readonly role: LessonRole }) {
  const looked = useInsights(useInsightSettings());
  if (looked === null) return null;
  const { insights, isWhole } = looked;
  // There are traps that nobody finds but who reads the program: that nothing was found would say that they are none.
  if (insights.found.length === 0 && (!isWhole || role === 'trap')) return null;
  return (
    <section className="lesson-part" aria-labelledby="lesson-found">
      <h3 id="lesson-found" className="lesson-heading">
        What Loopscope found
      </h3>
      {insights.found.length === 0 ? (
        <p className="lesson-paragraph">Nothing that is wrong with how it waits.</p>
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
