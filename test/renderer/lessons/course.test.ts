// The course and its questions, without a window.

import { describe, expect, test } from 'vitest';
import type { Happening } from '../../../src/model/moment/happenings.ts';
import type { Lesson, Prediction } from '../../../src/protocol/lesson.ts';
import { lessonOf, nextOf, programBeside } from '../../../src/renderer/lessons/course.ts';
import { picked, reveal } from '../../../src/renderer/lessons/reveal.ts';

const lesson = (id: string, ...programs: readonly (readonly [path: string, done: boolean])[]): Lesson => ({
  id,
  own: false,
  title: id,
  question: 'Why?',
  explanation: [],
  point: null,
  scripts: programs.map(([path, done]) => ({
    title: path,
    role: 'trap',
    path,
    lookFor: [],
    predict: null,
    noFinding: null,
    done,
  })),
});

describe('the course', () => {
  const course = [lesson('one', ['a', true], ['b', false]), lesson('two', ['c', false])];
  const beside = (path: string | null, step: 1 | -1) =>
    programBeside(course, path, step)?.script.path ?? null;

  test('goes from one lesson to the next, and stops at the first and the last program', () => {
    expect([beside('a', 1), beside('b', 1), beside('c', 1)]).toEqual(['b', 'c', null]);
    expect([beside('a', -1), beside('b', -1), beside('c', -1)]).toEqual([null, 'a', 'b']);
  });

  test('begins with the first program that has not been run yet', () => {
    expect([beside(null, 1), beside('/another/script.mjs', 1)]).toEqual(['b', 'b']);
    expect(course.map((each) => nextOf(each).path)).toEqual(['b', 'c']);
    expect(nextOf(lesson('done', ['x', true], ['y', true])).path).toBe('x');
  });

  test('knows its programs by their path', () => {
    expect(lessonOf(course, 'c')).toMatchObject({ number: 2, script: { path: 'c' } });
    expect(lessonOf(course, 'other')).toBeNull();
    expect(lessonOf(course, null)).toBeNull();
  });
});

describe('a prediction', () => {
  const asked = (pick: Prediction['pick']): Prediction => ({
    question: 'Which?',
    of: 'output',
    task: null,
    pick,
    choices: ['x', 'y', 'z'].map((text) => ({ text, why: '' })),
    mistakes:
      pick === 'first'
        ? [{ said: ['z'], says: 'z is for later' }]
        : [
            { said: ['y', 'x'], says: 'y waits for x' },
            { said: ['z', 'x'], says: 'y waits for x' },
            { said: ['x', 'z'], says: 'z waits for nobody' },
          ],
  });
  /** `x`, `y` and `z` came in these places. */
  const happened = (...places: readonly (number | null)[]): Happening[] =>
    places.map((place, index) => ({ text: 'xyz'[index] as string, place, ns: place, task: null }));
  const told = (pick: Prediction['pick'], places: readonly (number | null)[], guess: readonly number[]) => {
    const { verdict, choices } = reveal(asked(pick), happened(...places), guess);
    return [verdict, choices.map(({ text, right }) => `${text}${right === null ? '' : right ? '+' : '-'}`)];
  };

  test('is made choice by choice, and taken back', () => {
    const order = asked('order');
    const guess = [2, 0, 1].reduce((so, choice) => picked(order, so, choice), [] as readonly number[]);
    expect(guess).toEqual([2, 0, 1]);
    expect(picked(order, guess, 0)).toEqual([2, 1]);
    const first = asked('first');
    expect(picked(first, picked(first, [], 1), 2)).toEqual([2]);
    expect(picked(first, [2], 2)).toEqual([]);
  });

  test.each([
    ['order', [1, 0, 2], [1, 0, 2], 'You were right, from first to last.', ['y+', 'x+', 'z+']],
    ['order', [0, 2, 1], [0, 1, 2], '1 of 3 came where you put them.', ['x+', 'z-', 'y-']],
    ['order', [1, 2, 0], [0, 1, 2], 'None came where you put it.', ['z-', 'x-', 'y-']],
    ['order', [1, 2, 0], [0], 'You made no prediction.', ['z', 'x', 'y']],
    ['first', [1, 0, null], [1], 'You were right.', ['y+', 'x', 'z']],
    ['first', [1, 0, null], [2], 'It was another one: y.', ['y', 'x', 'z-']],
    ['first', [1, 0, null], [], 'You made no prediction.', ['y', 'x', 'z']],
  ] as const)('%s: what came in %j against %j', (pick, places, guess, verdict, marks) => {
    expect(told(pick, places, guess)).toEqual([verdict, marks]);
  });

  test.each([
    ['order', [0, 1, 2], [2, 1, 0], ['y waits for x']],
    ['order', [0, 1, 2], [0, 2, 1], []],
    ['order', [2, 1, 0], [0, 1, 2], ['z waits for nobody']],
    ['order', [null, 1, 0], [0, 1, 2], ['z waits for nobody']],
    ['order', [0, 1, 2], [2, 1], []],
    ['first', [0, 1, null], [2], ['z is for later']],
    ['first', [1, 2, 0], [2], []],
    ['first', [0, 1, null], [1], []],
  ] as const)('%s: what came in %j says what is wrong with %j, once', (pick, places, guess, mistakes) => {
    expect(reveal(asked(pick), happened(...places), guess).mistakes).toEqual(mistakes);
  });
});
