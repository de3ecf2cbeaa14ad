// What a person predicted against what the recording says.

import type { Happening } from '../../model/moment/happenings.ts';
import type { Prediction } from '../../protocol/lesson.ts';
import type { TaskIndex } from '../../protocol/units.ts';

/** Choices by their index, the first one first. */
export type Guess = readonly number[];

export interface RevealedChoice {
  readonly text: string;
  readonly why: string;
  /** Its place among those that happened, from 0; null when it did not happen. */
  readonly place: number | null;
  /** When it happened, or for how long. */
  readonly ns: number | null;
  /** Whose it is: for a line of output the task that printed it; null where nobody knows. */
  readonly task: TaskIndex | null;
  /** Where the person put it; null where they did not. */
  readonly guessed: number | null;
  /** Null where nothing was said of it. */
  readonly right: boolean | null;
}

export interface Reveal {
  readonly verdict: string;
  /** What is wrong with what was said, each once: the first two. */
  readonly mistakes: readonly string[];
  /** In the order in which they happened; what did not happen comes last. */
  readonly choices: readonly RevealedChoice[];
}

/** Whether a guess says all that was asked for. */
export const isWhole = ({ pick, choices }: Prediction, guess: Guess): boolean =>
  guess.length === (pick === 'first' ? 1 : choices.length);

/** A choice is put after those picked before, taken back, or, where one is asked for, picked instead. */
export function picked({ pick }: Prediction, guess: Guess, choice: number): Guess {
  if (guess.includes(choice)) return guess.filter((other) => other !== choice);
  return pick === 'first' ? [choice] : [...guess, choice];
}

/** Who puts all of it the wrong way round has the first ideas to get right first. */
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

/** The wrong ideas that were said, and that this run contradicts: on a busy machine something else may have come true. */
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

/** What did not happen is after everything. */
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
