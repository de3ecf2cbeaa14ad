// What is looked for: a table of every kind of finding, with its own threshold and unit.

import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test, vi } from 'vitest';
import { INSIGHT_KINDS } from '../../../src/model/index.ts';

vi.stubGlobal('window', { loopscope: {} });
const { InsightSettingsView } = await import(
  '../../../src/renderer/drawer/insights/insight-settings-view.tsx'
);

test('every kind can be left out, and its threshold set where there is one', () => {
  const html = renderToStaticMarkup(<InsightSettingsView />);
  for (const { id, summary, threshold } of INSIGHT_KINDS) {
    const [, kind = ''] = html.split(`<span class="mono">${id}</span>`);
    const [row = ''] = kind.split('</li>');
    expect(row, id).toContain(renderToStaticMarkup(<span>{summary}</span>).slice(6, -7));
    const field = /type="number"[^>]*aria-label="([^"]*)"[^>]*value="([^"]*)"/.exec(row)?.slice(1) ?? null;
    expect(field, id).toEqual(
      threshold && [`Threshold of ${id} in ${threshold.unit}`, String(threshold.value)],
    );
  }
  expect(html.match(/type="checkbox"[^>]*checked/g)).toHaveLength(INSIGHT_KINDS.length);
});
