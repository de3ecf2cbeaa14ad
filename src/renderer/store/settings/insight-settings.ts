// Which findings the user has hidden, and the thresholds of the others. Main remembers both.

import type { Insight } from '../../../model/index.ts';
import type { InsightSettings, KnownInsight } from '../../../protocol/insights.ts';
import { useUi } from '../ui-store.ts';
import { changeSettings } from './settings.ts';

const NONE: InsightSettings = { thresholds: {}, muted: [] };

/** The settings; the same object until something in them changes. */
export const useInsightSettings = (): InsightSettings => useUi(({ app }) => app?.settings.insights ?? NONE);

const isSame = (one: KnownInsight, other: KnownInsight): boolean =>
  one.id === other.id && one.file === other.file && one.code === other.code;

export const muteHere = ({ id, file, code }: Insight): Promise<void> => mute({ id, file, code });
export const muteEverywhere = (id: string): Promise<void> => mute({ id, file: null, code: null });

function mute(known: KnownInsight): Promise<void> {
  return change(({ muted }) => ({ muted: [...muted.filter((each) => !isSame(each, known)), known] }));
}

export function unmute(known: KnownInsight): Promise<void> {
  return change(({ muted }) => ({ muted: muted.filter((each) => !isSame(each, known)) }));
}

/** Sets the threshold of a kind of finding; null for its default. */
export function setThreshold(id: string, value: number | null): Promise<void> {
  return change(({ thresholds }) => {
    const { [id]: _, ...others } = thresholds;
    return { thresholds: value === null ? others : { ...others, [id]: value } };
  });
}

async function change(by: (before: InsightSettings) => Partial<InsightSettings>): Promise<void> {
  const { app } = useUi.getState();
  if (app === null) return;
  await changeSettings({ insights: { ...app.settings.insights, ...by(app.settings.insights) } });
}
