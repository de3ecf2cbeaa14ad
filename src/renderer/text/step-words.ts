import type { StepView } from '../../model/moment/moment-types.ts';

const WORDS: Readonly<Record<StepView['what'], string>> = {
  begin: 'begins',
  resume: 'goes on',
  suspend: 'is suspended',
  end: 'ends',
  ready: 'is ready',
  turn: 'the loop begins a turn',
  idle: 'the loop goes idle',
};

/** What happened to a task at a moment, without its name, or to the loop. */
export const whatHappened = ({ what }: StepView): string => WORDS[what];

/** The same in full: `order_food() goes on`. */
export const stepWords = (step: StepView): string =>
  step.task === null ? whatHappened(step) : `${step.label} ${whatHappened(step)}`;
