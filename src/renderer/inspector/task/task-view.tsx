import { Copy } from 'lucide-react';
import type { TaskDetails } from '../../../model/view-types.ts';
import { counted, thousands } from '../../../model/words.ts';
import { CommandButton } from '../../commands/command-button.tsx';
import { Quantities } from '../../controls/quantities.tsx';
import { StateChip } from '../../controls/state-chip.tsx';
import { useUi } from '../../store/ui-store.ts';
import { formatDuration, formatMoment } from '../../text/format.ts';
import { inReadingOrder } from '../../text/reading-order.ts';
import { PlaceLink, TaskLink, ThreadLink } from '../links.tsx';
import { PathPart } from '../path-part.tsx';
import { Section } from '../section.tsx';
import { Sentence } from '../sentence.tsx';
import { ThreadList } from '../thread/thread-list.tsx';
import { TimeByState } from '../time-by-state.tsx';
import type { InspectedTask } from '../use-inspected.ts';
import { WrittenList } from '../written-list.tsx';
import { ChainLine } from './chain-line.tsx';
import { Children } from './family.tsx';
import { LinkChoice } from './link-choice.tsx';
import { SpanParts } from './span-parts.tsx';
import { TaskContextParts } from './task-context.tsx';
import { WaitsList } from './waits-list.tsx';

const KIND_WORDS: Readonly<Record<TaskDetails['kind'], string>> = {
  async: 'async function',
  generator: 'async generator',
  module: 'module',
  callback: 'callback',
  span: 'span',
};

/** The inspector of a task: what happened, where its time went, what it waited for, and its relatives. */
export function TaskView({ details, context, path }: InspectedTask) {
  const over = useUi(({ phase }) => phase === 'finished');
  const { startNs, endNs, startedThreads } = details;
  const length = endNs === null ? (over ? 'until the end' : 'so far') : formatDuration(endNs - startNs);
  return (
    <>
      <Head details={details} />
      <WhatHappened details={details} />
      <Section title="Time by state" note={length}>
        <TimeByState details={details} />
      </Section>
      <PathPart whose="this task" path={path} />
      {context !== null && <TaskContextParts task={details.task} context={context} />}
      <Section
        title="Waits"
        note={
          <>
            {thousands(details.waitCount)}
            {details.waitCount > 0 && <CommandButton id="copy-waits" icon={Copy} />}
          </>
        }
      >
        <WaitsList key={details.task} details={details} />
      </Section>
      {details.writtenCount > 0 && (
        <Section title="Printed" note={counted(details.writtenCount, 'line')}>
          <WrittenList key={details.task} details={details} />
        </Section>
      )}
      {details.span !== null && <SpanParts span={details.span} />}
      {startedThreads.length > 0 && (
        <Section title="Workers and processes" note={thousands(startedThreads.length)}>
          <ThreadList threads={startedThreads} />
        </Section>
      )}
      {details.childCount > 0 && (
        <Section title="Started" note={thousands(details.childCount)}>
          <Children key={details.task} details={details} />
        </Section>
      )}
    </>
  );
}

function Head({ details: { label, kind, state, place, error } }: { readonly details: TaskDetails }) {
  return (
    <>
      <header className="inspector-part inspector-head">
        <h2 className="inspector-title mono selectable" tabIndex={-1}>
          {inReadingOrder(label)}
        </h2>
        <div className="inspector-sub">
          <StateChip state={state} />
          <span>{KIND_WORDS[kind]}</span>
          {place !== null && <PlaceLink place={place} />}
        </div>
      </header>
      {error !== null && (
        <div className="inspector-error selectable" role="note" aria-label="Error">
          <strong className="mono">{error.name}</strong>
          <span>{error.message}</span>
        </div>
      )}
    </>
  );
}

function WhatHappened({ details }: { readonly details: TaskDetails }) {
  const { task, sentence, startNs, parent, thread } = details;
  return (
    <section className="inspector-part" aria-label="What happened">
      <p className="inspector-sentence selectable">
        <Sentence text={sentence} />
      </p>
      {/* Another task's is another link, which does not take over the focus. */}
      <p key={task} className="inspector-started">
        Started <Quantities text={formatMoment(startNs)} /> by{' '}
        {parent === null ? 'the program' : <TaskLink task={parent.task} label={parent.label} />}
        {thread !== null && (
          <>
            , in <ThreadLink thread={thread.thread} label={thread.label} />
          </>
        )}
      </p>
      <LinkChoice />
      <ChainLine />
    </section>
  );
}
