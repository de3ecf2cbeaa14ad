import type { Insights } from '../../model/index.ts';
import type { InsightSettings } from '../../protocol/insights.ts';
import { useLooked } from './use-looked.ts';

/** What is wrong with the session's program as far as is known; null before the first answer, and without a session. */
export const useInsights = (settings: InsightSettings): Insights | null =>
  useLooked('insights', settings)?.answer ?? null;
