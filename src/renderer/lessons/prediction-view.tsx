import { Check, Play, Square, X } from 'lucide-react';
import { type RefObject, useEffect, useRef, useState } from 'react';
import type { Happening } from '../../model/moment/happenings.ts';
import type { LessonScript, Prediction } from '../../protocol/lesson.ts';
import { activeChart } from '../chart/active-chart.ts';
import { CommandButton } from '../commands/command-button.tsx';
import { currentClient } from '../session/session.ts';
import { ignoreClosed } from '../session/session-client.ts';
import { showTab } from '../shell/panels.ts';
import { goToMoment } from '../store/playhead.ts';
import { setGuess, useUi } from '../store/ui-store.ts';
import { formatDuration } from '../text/format.ts';
import { LessonWords } from './lesson-words.tsx';
import { type Guess, isWhole, picked, type RevealedChoice, reveal } from './reveal.ts';

const NO_GUESS: Guess = [];

/** Asks before the run what will happen, and afterwards answers from the recording. */
export function PredictionView({ script }: { readonly script: LessonScript }) {
  const { path, predict } = script;
  const phase = useUi((state) => state.phase);
  const guess = useUi((state) => state.guesses[path] ?? NO_GUESS);
  const happened = useHappenings(predict);
  const heading = useRef<HTMLHeadingElement>(null);
  useShownWhenTold(heading, happened !== null);
  useFocusKept(heading, phase !== 'script');
  if (predict === null) return null;
  return (
    <section className="lesson-part" aria-labelledby="lesson-predict">
      <h3 id="lesson-predict" className="lesson-heading" ref={heading} tabIndex={-1}>
        {happened === null ? 'Predict' : 'What happened'}
      </h3>
      <p className="predict-question">{predict.question}</p>
      {happened !== null ? (
        <Answer predict={predict} guess={guess} happened={happened} />
      ) : (
        <Asked path={path} predict={predict} guess={guess} open={phase === 'script'} />
      )}
    </section>
  );
}

function Asked({
  path,
  predict,
  guess,
  open,
}: {
  readonly path: string;
  readonly predict: Prediction;
  readonly guess: Guess;
  readonly open: boolean;
}) {
  return (
    <>
      <ul className="predict-choices" aria-label={predict.pick === 'first' ? 'Pick one' : 'Pick in order'}>
        {predict.choices.map(({ text }, choice) => {
          const at = guess.indexOf(choice);
          return (
            <li key={text}>
              <button
                type="button"
                className="predict-choice"
                aria-pressed={at >= 0}
                disabled={!open}
                onClick={() => setGuess(path, picked(predict, guess, choice))}
              >
                <span className="predict-mark">
                  {at >= 0 && (predict.pick === 'order' ? at + 1 : <Check className="icon" aria-hidden />)}
                </span>
                <span className="mono">{text}</span>
              </button>
            </li>
          );
        })}
      </ul>
      {open ? (
        <div className="predict-run">
          <CommandButton id="run" icon={Play} look={isWhole(predict, guess) ? 'primary' : 'outlined'}>
            Run and see
          </CommandButton>
          <span className="lesson-quiet">
            {predict.pick === 'order' && !isWhole(predict, guess) && 'Pick them in order.'}
          </span>
        </div>
      ) : (
        <div className="predict-run">
          <CommandButton id="stop" icon={Square} look="outlined">
            Stop
          </CommandButton>
          <span className="lesson-quiet">The run will tell.</span>
        </div>
      )}
    </>
  );
}

function Answer({
  predict,
  guess,
  happened,
}: {
  readonly predict: Prediction;
  readonly guess: Guess;
  readonly happened: readonly Happening[];
}) {
  const { verdict, mistakes, choices } = reveal(predict, happened, guess);
  // In a comparison, the user was not asked for a prediction.
  const isAsked = useUi(({ comparison }) => comparison === null) || isWhole(predict, guess);
  return (
    <>
      {isAsked && (
        <div role="status">
          <p className="predict-verdict">{verdict}</p>
          {mistakes.map((says) => (
            <p key={says} className="predict-mistake">
              <LessonWords text={says} />
            </p>
          ))}
        </div>
      )}
      <ol className="predict-choices" aria-label="What happened">
        {choices.map((choice) => (
          <Revealed key={choice.text} choice={choice} predict={predict} />
        ))}
      </ol>
    </>
  );
}

function Revealed({ choice, predict }: { readonly choice: RevealedChoice; readonly predict: Prediction }) {
  const { text, why, place, guessed, right } = choice;
  const Sign = right ? Check : X;
  const said = guessed === null ? '' : predict.pick === 'order' ? `you said ${guessed + 1}` : 'you said this';
  return (
    <li className="predict-revealed">
      <span className="predict-mark">{place === null ? '–' : place + 1}</span>
      <span className="predict-text mono">{text}</span>
      <span className="predict-when">
        {right !== null && <Sign className="icon" aria-label={right ? 'right' : 'wrong'} />}
        {right !== true && said !== '' && `${said}, `}
        <When predict={predict} choice={choice} />
      </span>
      <span className="predict-why">
        <LessonWords text={why} />
      </span>
    </li>
  );
}

/** When a choice came true, as a link to that moment: the Queues tab then shows why it was this task's turn. */
function When({ predict, choice }: { readonly predict: Prediction; readonly choice: RevealedChoice }) {
  const { ns, task } = choice;
  if (ns === null) return predict.of === 'longest' ? 'never' : 'it never came';
  if (predict.of === 'longest') return `for ${formatDuration(ns)}`;
  return (
    <button
      type="button"
      className="link"
      title="Go to this moment and to whose it is, and see what was queued then"
      onClick={() => {
        showTab('queues');
        goToMoment(ns);
        if (task !== null) void activeChart()?.rows.reveal(task);
      }}
    >
      at {formatDuration(ns)}
    </button>
  );
}

/** Scrolls to the answer when the run gives it, because the user is waiting for it. */
function useShownWhenTold(heading: RefObject<HTMLElement | null>, told: boolean): void {
  const toldBefore = useRef(told);
  useEffect(() => {
    if (told && !toldBefore.current) {
      heading.current?.scrollIntoView();
      readOnFrom(heading.current);
    }
    toldBefore.current = told;
  }, [heading, told]);
}

/** The button that starts a run disappears when it is pressed, so the focus moves to the heading. */
function useFocusKept(heading: RefObject<HTMLElement | null>, started: boolean): void {
  useEffect(() => {
    if (started) readOnFrom(heading.current);
  }, [heading, started]);
}

/** Gives the heading the focus if the focus is in the lesson, or was on a button that is gone or disabled. */
function readOnFrom(heading: HTMLElement | null): void {
  const { activeElement: at, body } = document;
  const isLost = at === body || (at instanceof HTMLButtonElement && at.disabled);
  if (isLost || heading?.closest('.lesson')?.contains(at)) heading?.focus({ preventScroll: true });
}

/** When each choice came true; null until the run that is shown is over. */
function useHappenings(predict: Prediction | null): readonly Happening[] | null {
  const finished = useUi(({ phase }) => phase === 'finished');
  const sessionId = useUi((state) => state.session?.id);
  const [answer, setAnswer] = useState<{
    readonly of: unknown;
    readonly happened: readonly Happening[];
  } | null>(null);
  useEffect(() => {
    if (!finished || predict === null) return;
    let gone = false;
    currentClient()
      ?.query('happenings', {
        of: predict.of,
        task: predict.task,
        texts: predict.choices.map(({ text }) => text),
      })
      .then((happened) => !gone && setAnswer({ of: sessionId, happened }))
      .catch(ignoreClosed);
    return () => {
      gone = true;
    };
  }, [finished, predict, sessionId]);
  return finished && answer !== null && answer.of === sessionId ? answer.happened : null;
}
