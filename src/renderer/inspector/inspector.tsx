import { useLayoutEffect, useRef } from 'react';
import { threadItem } from '../../model/rows/row-items.ts';
import { useKeptFocus } from '../controls/kept-focus.ts';
import { FoldInspector } from './fold/fold-inspector.tsx';
import { InspectorEmpty } from './inspector-empty.tsx';
import { TaskView } from './task/task-view.tsx';
import { ThreadView } from './thread/thread-view.tsx';
import { type Inspected, useInspected } from './use-inspected.ts';
import './inspector.css';

/** The right panel: everything about the selected task, thread or row of many tasks; without a selection, what to look for. */
export function Inspector() {
  const inspected = useInspected();
  const panel = useRef<HTMLElement>(null);
  const row = inspected === null ? null : rowOf(inspected);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is newly shown is read from the top.
  useLayoutEffect(() => panel.current?.scrollTo(0, 0), [row]);
  const keptFocus = useKeptFocus(() => panel.current?.querySelector('h2') ?? null);
  return (
    <section ref={panel} className="inspector" aria-label="Inspector" {...keptFocus}>
      {inspected !== null && <Selected inspected={inspected} />}
    </section>
  );
}

function rowOf(inspected: Inspected): number | null {
  switch (inspected.kind) {
    case 'nothing':
      return null;
    case 'task':
      return inspected.details.task;
    case 'fold':
      return inspected.details.id;
    case 'thread':
      return threadItem(inspected.details.thread);
  }
}

function Selected({ inspected }: { readonly inspected: Inspected }) {
  switch (inspected.kind) {
    case 'nothing':
      return <InspectorEmpty />;
    case 'task':
      return <TaskView {...inspected} />;
    case 'fold':
      return <FoldInspector details={inspected.details} />;
    case 'thread':
      return <ThreadView details={inspected.details} />;
  }
}
