import type { Insights } from '../../../model/index.ts';
import type { InsightSettings } from '../../../protocol/insights.ts';
import { useLooked } from '../../session/use-looked.ts';

/** What was found, and whether the whole run was looked at. */
export interface FoundSoFar {
  readonly insights: Insights;
  readonly isWhole: boolean;
}

/** The findings in the session's program so far; null before the first answer, and without a session. */
export function useInsights(settings: InsightSettings): FoundSoFar | null {
  const looked = useLooked('insights', settings);
  return looked === null ? null : { insights: looked.answer, isWhole: looked.isWhole };
}
