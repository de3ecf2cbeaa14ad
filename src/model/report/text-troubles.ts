// The report's last paragraphs: what went wrong in the program, and what is missing from the recording.

import { awaitedLabel } from '../details/awaited.ts';
import { labelOf, placeOf, placeText, siteRow } from '../details/labels.ts';
import { TaskState } from '../events/transitions.ts';
import type { Model } from '../model.ts';
import { RunFlag } from '../tables/runs.ts';
import { counted, duration, shortened, thousands } from '../words.ts';

const SHOWN = 8;

/** Paragraphs, each a heading and its lines; none when all is well. */
export function troublesOf(model: Model, width: number): string[][] {
  return [
    section('Rejected', rejected(model), width),
    section(model.finished ? 'Still pending at the end' : 'Going on', pending(model), width),
    section('This recording', missing(model), width),
  ].filter((lines) => lines.length > 0);
}

function section(title: string, lines: readonly string[], width: number): string[] {
  if (lines.length === 0) return [];
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  const folded = [...counts].map(([line, count]) => (count > 1 ? `${line} (×${thousands(count)})` : line));
  const shown = folded.slice(0, SHOWN).map((line) => shortened(`  ${line}`, width));
  const left = folded.length - shown.length;
  return left > 0 ? [title, ...shown, `  … and ${left} more`] : [title, ...shown];
}

function rejected(model: Model): string[] {
  return [...model.tables.errors]
    .sort(([a], [b]) => a - b)
    .map(([task, { name, message }]) => {
      const firstLine = message.split('\n')[0]!;
      return `${labelOf(model, task)}: ${name}${firstLine === '' ? '' : `: ${firstLine}`}`;
    });
}

function pending(model: Model): string[] {
  const { tasks, runs } = model.tables;
  const lines: string[] = [];
  for (let task = 0; task < tasks.length; task++) {
    const alive = tasks.state.get(task) !== TaskState.over;
    if (!alive && tasks.outcome.get(task) !== 0) continue;
    const run = tasks.lastRun.get(task);
    if ((runs.flags.get(run) & RunFlag.wait) === 0) {
      lines.push(`${labelOf(model, task)} was running`);
      continue;
    }
    const place = placeOf(model, siteRow(model, task, runs.site.get(run)));
    const at = place === null ? '' : ` at ${placeText(place)}`;
    lines.push(`${labelOf(model, task)} was waiting${at}, for ${awaitedLabel(model, run)}`);
  }
  return lines;
}

function missing(model: Model): string[] {
  const { dropped, unknownGaps, illegal, notices } = model.tables;
  const lines: string[] = [];
  if (model.finished && !model.main.bye) {
    lines.push(`It was cut off: nothing is known after ${duration(model.endNs)}.`);
  } else if (model.cutOff) lines.push('It was cut off: its last part is missing.');
  if (dropped > 0) lines.push(`${counted(dropped, 'event is', 'events are')} missing.`);
  if (unknownGaps > 0) {
    lines.push(`Events are missing in ${counted(unknownGaps, 'place')}, nobody knows how many.`);
  }
  if (illegal > 0) lines.push(`${counted(illegal, 'event does', 'events do')} not fit what came before.`);
  return [...lines, ...model.damage, ...notices.all];
}
