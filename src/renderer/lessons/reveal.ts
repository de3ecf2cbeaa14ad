// Compares what the user predicted with what the recording says.

import type { Happening } from '../../model/moment/happenings.ts';
import type { Prediction } from '../../protocol/lesson.ts';
import type { TaskIndex } from '../../protocol/units.ts';

/** The indices of the chosen choices, in the order in which they were chosen. */
export type Guess = readonly number[];

export interface RevealedChoice {
  readonly text: string;
  readonly why: string;
  /** Its position among those that happened, from 0; null if it did not happen. */
  readonly place: number | null;
  /** When it happened, or how long it lasted. */
  readonly ns: number | null;
  /** The task that it is about, or that printed the line; null if unknown. */
  readonly task: TaskIndex | null;
  /** Its position in the user's prediction; null if the user did not choose it. */
  readonly guessed: number | null;
  /** Null if the user predicted nothing about it. */
  readonly right: boolean | null;
}

export interface Reveal {
  readonly verdict: string;
  /** What is wrong with the wrong ideas, each once: at most two. */
  readonly mistakes: readonly string[];
  /** In the order in which they happened. Those that did not happen come last. */
  readonly choices: readonly RevealedChoice[];
}

/** Whether a prediction is complete. */
export const isWhole = ({ pick, choices }: Prediction, guess: Guess): boolean =>
  guess.length === (pick === 'first' ? 1 : choices.length);

/** Adds a choice after the others, or removes it. If only one choice is asked for, it replaces the other one. */
export function picked({ pick }: Prediction, guess: Guess, choice: number): Guess {
  if (guess.includes(choice)) return guess.filter((other) => other !== choice);
  return pick === 'first' ? [choice] : [...guess, choice];
}

/** How many wrong ideas are explained at once. If everything is in the wrong order, the first ones matter most. */
const MOST_TOLD = 2;

/** `happened` is in the order of the prediction's choices. */
export function reveal(prediction: Prediction, happened: readonly Happening[], guess: Guess): Reveal {
  const asked = isWhole(prediction, guess);
  const all = prediction.choices.map(({ text, why }, index): RevealedChoice => {
    const { place = null, ns = null, task = null } = happened[index] ?? {};
    const at = asked ? guess.indexOf(index) : -1;
    const guessed = at < 0 ? null : at;
    return { text, why, place, ns, task, guessed, right: guessed === null ? null : guessed === place };
  });
  const mistakes = asked ? mistakesIn(prediction, all) : [];
  const last = all.length;
  const choices = all.sort((one, other) => (one.place ?? last) - (other.place ?? last));
  return { verdict: verdictOf(prediction, choices, asked), mistakes, choices };
}

/**
 * The wrong ideas that the user stated and that this run contradicts. On a busy machine an idea may have come true although it is wrong.
 */
function mistakesIn({ pick, mistakes }: Prediction, choices: readonly RevealedChoice[]): readonly string[] {
  const isMade = (said: readonly string[]): boolean => {
    const [one, other] = said.map((text) => choices.find((choice) => choice.text === text));
    if (pick === 'first') return one?.right === false;
    return (
      orderOf(one, 'guessed') < orderOf(other, 'guessed') && orderOf(one, 'place') > orderOf(other, 'place')
    );
  };
  return [...new Set(mistakes.filter(({ said }) => isMade(said)).map(({ says }) => says))].slice(
    0,
    MOST_TOLD,
  );
}

/** What did not happen comes after everything else. */
const orderOf = (choice: RevealedChoice | undefined, by: 'guessed' | 'place'): number =>
  choice?.[by] ?? Number.POSITIVE_INFINITY;

function verdictOf({ pick }: Prediction, choices: readonly RevealedChoice[], asked: boolean): string {
  if (!asked) return 'You made no prediction.';
  const right = choices.filter((choice) => choice.right).length;
  if (pick === 'first') return right === 1 ? 'You were right.' : `It was another one: ${choices[0]?.text}.`;
  if (right === choices.length) return 'You were right, from first to last.';
  return right === 0
    ? 'None came where you put it.'
    : `${right} of ${choices.length} came where you put them.`;
}
