// The course, as a newcomer without a mouse takes it: each lesson in order is read, predicted, run and checked, and then the next one
// opened.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { at } from '../../scripts/paths.mjs';
import { lessonSchema } from '../../src/main/lessons.ts';
import { answerTo, LESSON_PROGRAMS, type LessonProgram } from '../support/lesson-programs.ts';
import { writeProgram } from '../support/program.ts';
import { eventually, overlap, type Row, sharedWindow } from './window.ts';

const win = sharedWindow();

const LESSONS = readdirSync(at('samples')).map((id, index) => ({
  id,
  number: index + 1,
  ...lessonSchema.parse(JSON.parse(readFileSync(at(`samples/${id}/lesson.json`), 'utf8'))),
}));
type Lesson = (typeof LESSONS)[number];
type Script = Lesson['scripts'][number];

/** All traps are run except these two, which take as long as five others. In those the question is only asked. */
const LONG = ['functions.mjs', 'blocking.mjs'];
const isRun = ({ role, file }: Script): boolean =>
  role === 'trap' ? !LONG.includes(file) : file === 'main.mjs';

const programOf = (lesson: Lesson, { file }: Script): LessonProgram => {
  const found = LESSON_PROGRAMS.find((program) => program.file === `${lesson.id}/${file}`);
  if (found === undefined) throw new Error(`${file} is not among the programs`);
  return found;
};

const named = (rows: readonly Row[], label: string): Row => {
  const found = rows.find((row) => row.label === label);
  if (found === undefined) throw new Error(`no row ${label} among ${rows.map((row) => row.label)}`);
  return found;
};
const prices = (rows: readonly Row[]) => rows.filter(({ label }) => label.startsWith('fetchPrice('));
const pairs = (rows: readonly Row[]) =>
  rows.flatMap((one, at) => rows.slice(at + 1).map((other) => [one, other] as const));

/** The name of the focused element, and whether its focus is visible. */
const focus = () =>
  win.page.evaluate(() => {
    const on = document.activeElement as HTMLElement;
    const name = on.getAttribute('aria-label') ?? on.innerText?.replace(/\s+/g, ' ').trim() ?? '';
    const { x, y, width, height } = on.getBoundingClientRect();
    const isInLesson = on.closest('.lesson') !== null;
    const isOnTop = on.contains(document.elementFromPoint(x + width / 2, y + height / 2));
    const isMarked = on.matches(':focus-visible') && getComputedStyle(on).outlineStyle !== 'none';
    const hasPlace = width > 0 && height > 0 && x >= 0 && y >= 0 && x < innerWidth && y < innerHeight;
    const isSeen = on !== document.body && hasPlace && (!isInLesson || (isOnTop && isMarked));
    return { name, isSeen, isNowhere: on === document.body };
  });

/** Presses Tab or Shift+Tab until the element with this name has the focus. Every focus on the way must be visible, too. */
async function tabTo(name: RegExp | string, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  const isIt = (text: string) =>
    typeof name === 'string' ? text === name.replace(/\s+/g, ' ') : name.test(text);
  for (let press = 0; press < 120; press += 1) {
    await win.press(key);
    const on = await focus();
    // After the last element comes nothing, and then the first one.
    if (!on.isSeen && !on.isNowhere) throw new Error(`nobody sees that the keyboard is on ${on.name}`);
    if (isIt(on.name)) return;
  }
  throw new Error(`${key} never came to ${name}`);
}

const keyboardIsOn = (name: string) =>
  eventually(async () => {
    const on = await focus();
    return on.name === name && on.isSeen;
  }, `the keyboard is on ${name}`);

const verdict = () => win.page.locator('.predict-verdict').textContent();
const revealed = () => win.page.getByRole('list', { name: 'What happened' });
const titleIsSeen = () =>
  win.page.evaluate(() => {
    const title = document.getElementById('lesson-title')!;
    const { x, y, height } = title.getBoundingClientRect();
    return document.elementFromPoint(x + 4, y + height / 2) === title;
  });

/** Predicts what will happen, one choice after the other. */
async function predict({ predict: asked }: Script, texts: readonly string[]): Promise<void> {
  const choices = asked!.choices.map(({ text }) => text);
  let before = -1;
  for (const text of texts) {
    const choice = choices.indexOf(text);
    await tabTo(text, choice < before ? 'Shift+Tab' : 'Tab');
    await win.press('Space');
    await win.page.locator('.predict-choice[aria-pressed=true]', { hasText: text }).waitFor();
    before = choice;
  }
}

/** Predicts everything, runs the program, and checks the answer. */
async function predictAndRun(script: Script, program: LessonProgram): Promise<void> {
  await predict(script, answerTo(program, script.predict!));
  await tabTo('Run and see');
  await win.press('Enter');
  if (program.endless) {
    await keyboardIsOn('Predict');
    await win.rowHas('left-open.mjs', 'fulfilled');
    // A program that was stopped right after its last word is not one that goes on.
    await eventually(async () => {
      const rows = await win.rows();
      const doneNs = named(rows, 'left-open.mjs').toNs ?? Number.POSITIVE_INFINITY;
      return rows.some(({ label, fromNs }) => label.startsWith('readThermometer') && fromNs > doneNs + 500e6);
    }, 'it goes on measuring for as long as it takes to be told');
    expect(await win.page.locator('html').getAttribute('data-session')).toBe('live');
    await tabTo('Stop');
    await win.press('Enter');
  }
  await win.finished();
  await revealed().waitFor();
  expect(await verdict()).toMatch(/^You were right/);
  // The pressed button is gone. The part to which it led has the focus, below the lesson's name.
  await keyboardIsOn('What happened');
  expect(await titleIsSeen()).toBe(true);
  await win.page.getByRole('heading', { name: 'What to look for' }).waitFor();
  for (const id of program.insights ?? [])
    await win.page
      .getByRole('button', { name: `Show it: ${id}` })
      .first()
      .waitFor();
  if (program.insights === undefined && script.role === 'trap')
    await win.page.getByText('Nothing: nobody waits in vain').waitFor();
}

/** What else some of them show. */
const SEEN: Readonly<Record<string, () => Promise<void>>> = {
  // A task that the texts name, what it waited for, and its line.
  'main.mjs': async () => {
    await win.rowsAre(['main.mjs', 'order_food()', 'call_driver()']);
    const rows = await win.rows();
    expect(rows.map(({ level }) => level)).toEqual([1, 2, 2]);
    expect(rows.map(({ state }) => state)).toEqual(Array(3).fill('fulfilled'));
    const [food, driver] = [named(rows, 'order_food()'), named(rows, 'call_driver()')];
    expect(overlap(food, driver)).toBe(true);
    expect(food.toNs).toBeLessThan(driver.toNs ?? 0);

    await tabTo('order_food');
    await win.press('Enter');
    await win.selectedIs('order_food()');
    const waits = win.inspector.getByRole('list', { name: 'Waits' });
    await waits.getByRole('button', { name: 'Wait 1, line 13' }).waitFor();
    expect(await waits.getByRole('listitem').count()).toBe(1);
    expect(await waits.getByRole('listitem').textContent()).toMatch(/await sleep\(2000\).*timer/);
    expect(await win.inspector.getByRole('table', { name: 'Time by state' }).textContent()).toMatch(
      /running.*ready.*suspended/,
    );
    await tabTo('Wait 1, line 13');
    await win.press('Enter');
    expect(await win.page.getByRole('tab', { name: 'Source' }).getAttribute('aria-selected')).toBe('true');
    await eventually(
      async () =>
        (await win.page.locator('.cm-mark-selected-wait').allTextContents()).join() ===
        '  await sleep(2000);',
      'the source marks the line that waits',
    );
    await win.statusSays('exit 0');
    await win.statusSays('0 dropped');
  },

  // A moment of the answer: the playhead goes there, and what was queued then is shown.
  'starving.mjs': async () => {
    await tabTo(/^at \d/);
    await win.press('Enter');
    await win.page.getByRole('tab', { name: 'Queues', selected: true }).waitFor();
    const queues = win.page.getByRole('tabpanel', { name: 'Queues' });
    await queues.getByText('microtasks').first().waitFor();
    expect((await focus()).isSeen).toBe(true);
    // Back to the task that went on last before that, and on to the next one, each with its reason.
    const status = queues.getByRole('status');
    const step = async (key: string): Promise<string> => {
      const before = await status.textContent();
      await win.press(key);
      await eventually(async () => (await status.textContent()) !== before, `${key} steps`);
      return (await status.textContent()) ?? '';
    };
    for (let at = ''; !at.startsWith('stampLetters(100) goes on'); ) at = await step('Shift+ArrowLeft');
    expect(await step('Shift+ArrowRight')).toMatch(
      /^alarm\(\) goes on *alarm\(\) went on after a timer of 300 ms\. It had been ready for \d/,
    );
    expect(await step('Shift+ArrowLeft')).toContain('went on after a value that was there already.');
    // Lines that are printed later are distinguished from the present ones.
    const later = win.page.locator('.console-line.is-later');
    await tabTo('Queues');
    for (let tab = 0; tab < 3; tab += 1) await win.press('ArrowLeft');
    await eventually(async () => (await later.count()) === 2, 'both lines are written later');
    expect(await win.page.locator('.is-first-later').textContent()).toContain('all letters are stamped');
    expect(await win.complaints()).toEqual([]);
    await win.press('Escape');
    await eventually(async () => (await later.count()) === 0, 'without a playhead nothing is later');
    await tabTo(/^at \d/, 'Shift+Tab');
  },

  'sequential.mjs': async () => {
    const five = prices(await win.rows());
    expect(five).toHaveLength(5);
    expect(pairs(five).filter(([one, other]) => overlap(one, other))).toEqual([]);
  },

  'left-open.mjs': () => win.bannerSays('You stopped left-open.mjs.'),

  // What held the loop while a task was ready, and the finding in the source. When the question is asked again, the earlier prediction is
  // forgotten.
  'at-the-window.mjs': async () => {
    await tabTo('postman');
    await win.press('Enter');
    await win.selectedIs('postman()');
    await win.inspector.getByRole('button', { name: 'Wait 1, line 15' }).waitFor();
    await tabTo('Wait 1, line 15');
    await win.press('Enter');
    const holders = win.inspector.getByRole('list', { name: 'Who held the loop' });
    expect(await holders.getByRole('listitem').first().textContent()).toContain('at-the-window.mjs');
    await tabTo('Show it: sync-wait');
    await win.press('Enter');
    await eventually(
      async () => (await win.page.locator('.cm-mark-shown').textContent())?.includes('Atomics.wait') === true,
      'the source shows the line of the finding',
    );

    // The advice can be read at once, even in the low drawer.
    await tabTo('Source');
    await win.press('ArrowLeft');
    await win.press('ArrowLeft');
    await tabTo('What to do about it: sync-wait');
    await win.press('Enter');
    await eventually(
      () =>
        win.page
          .locator('.insight-advice figcaption')
          .first()
          .evaluate((caption) => {
            const { bottom } = caption.getBoundingClientRect();
            return bottom < caption.closest('.insights')!.getBoundingClientRect().bottom;
          }),
      'the advice is scrolled to',
    );
    expect(await complaintsInBothThemes()).toEqual([]);

    await tabTo(/^trap At the window/);
    await win.press('Enter');
    await win.button('Run and see').waitFor();
    expect((await focus()).name).toMatch(/^trap At the window/);
    expect(await win.page.locator('.predict-choice[aria-pressed=true]').count()).toBe(0);
    expect(await win.page.getByRole('heading', { name: 'What to look for' }).count()).toBe(0);
    await tabTo('Run and see');
  },

  'late.mjs': async () => {
    expect(await revealed().getByRole('listitem').first().textContent()).toMatch(/ready.*for \d/);
  },
};

/** Then the original theme is shown again. */
async function complaintsInBothThemes(): Promise<string[]> {
  const dark = await win.complaints();
  await win.page.emulateMedia({ colorScheme: 'light' });
  const light = await win.complaints();
  await win.page.emulateMedia({ colorScheme: 'dark' });
  return [...dark, ...light];
}

/** The first prediction is wrong, and the answer says so. */
async function runsByItsKey(): Promise<void> {
  await win.press('Control+r');
  await win.finished();
  await revealed().waitFor();
  await keyboardIsOn('What happened');
  expect(await verdict()).toBe('It was another one: postman.');
  const [first, second] = await revealed().getByRole('listitem').allTextContents();
  expect(first).toMatch(/^1postmanat \d/);
  expect(second).toMatch(/^2waitForTheBellyou said this, at \d/);
  await win.page.getByText('A bell does not ring by itself').waitFor();
  await win.page.getByText('Nothing that is wrong with how it waits.').waitFor();
}

/** The charts take the space of the drawer. Afterwards the drawer is as before. */
async function comparesBoth(): Promise<void> {
  await tabTo('Run both and compare', 'Shift+Tab');
  await win.press('Enter');
  await win.page.locator('.comparison[data-state=shown]').waitFor({ timeout: 45_000 });
  await win.page.getByRole('tab', { name: 'Console' }).waitFor({ state: 'hidden' });
  expect((await focus()).isSeen).toBe(true);
  // The earlier prediction is still compared with what happened.
  expect(await verdict()).toBe('It was another one: postman.');
  expect(await complaintsInBothThemes()).toEqual([]);
}

/** Goes from wherever the previous test ended to a lesson that is asked for the first time. */
async function isAtLesson({ number, title, scripts }: Lesson): Promise<void> {
  const isThere = async () =>
    (await win.page
      .locator('#lesson-title')
      .textContent({ timeout: 2000 })
      .catch(() => '')) === title &&
    (await win.page.getByRole('heading', { name: scripts[0]!.title, exact: true }).isVisible());
  if (await isThere()) return;
  if (!(await win.button('Open a script').isVisible())) await win.command('Welcome');
  await tabTo(new RegExp(`^Lesson ${number} `));
  await win.press('Enter');
}

describe.each(LESSONS)('lesson $number by keyboard alone: $title', (lesson) => {
  const { number, title, scripts } = lesson;
  const last = scripts.at(-1)!;

  test('is read, predicted, run, answered, and followed by the next', async () => {
    const { page } = win;
    const colorScheme = number % 2 === 0 ? 'light' : 'dark';
    await page.emulateMedia({ colorScheme });
    await isAtLesson(lesson);
    for (const script of scripts) {
      const program = programOf(lesson, script);
      await page.getByRole('heading', { name: script.title, exact: true }).waitFor();
      await keyboardIsOn(title);
      if (!isRun(script)) {
        await predict(script, [script.predict!.choices[0]!.text]);
        if (script.file === 'at-the-bell.mjs') {
          await runsByItsKey();
          await comparesBoth();
        } else await tabTo('Run and see');
        if (script !== last) await win.press('Alt+ArrowRight');
        continue;
      }
      await predictAndRun(script, program);
      // The whole window with a run that is over is checked in test/e2e/looks.test.ts.
      expect(await win.complaints('.library')).toEqual([]);
      await SEEN[script.file]?.();
      if (script !== last) await win.press('Alt+ArrowRight');
    }
    await tabTo('Explanation');
    await win.press('Enter');
    await page.locator('.lesson-paragraph').first().waitFor();
    const next = LESSONS[number];
    if (next === undefined) await page.getByText('This is the last program of the course.').waitFor();
    else {
      await tabTo(next.title);
      await win.press('Enter');
      await keyboardIsOn(next.title);
      await page.getByRole('tab', { name: 'Console' }).waitFor();
    }
  });
});

test('programs that were run are ticked, until the course is started over', async () => {
  await win.press('Alt+ArrowLeft');
  await win.page.getByRole('heading', { name: 'A flood' }).waitFor();
  await keyboardIsOn('Streams and backpressure');
  await win.programs.getByLabel('was run').first().waitFor();
  await tabTo('All lessons', 'Shift+Tab');
  await win.press('Enter');
  await win.button(/^Lesson 14 Streams and backpressure 1 of 2 programs run$/).waitFor();
  await tabTo('Start the course over');
  await win.press('Enter');
  await win.button(/^Lesson 14 Streams and backpressure 0 of 2 programs run$/).waitFor();
});

/** The lesson that docs/teaching.md shows how to write. */
const OWN = lessonSchema.parse(
  JSON.parse(/```json\n(.*?)```/s.exec(readFileSync(at('docs/teaching.md'), 'utf8'))?.[1] ?? ''),
);

test('lessons of one’s own are opened, predicted, run, and closed', async () => {
  const path = writeProgram({
    'mine/one.mjs': `
      async function guest() { await null; console.log('the guest is here'); }
      guest();
      console.log('the table is laid');
    `,
    'mine/lesson.json': JSON.stringify(OWN),
  });
  await win.dialogsAnswer(dirname(dirname(path)));
  if (!(await win.button('Lessons of your own…').isVisible())) await win.command('Welcome');
  await tabTo('Lessons of your own…');
  await win.command('Open Lessons…');
  await keyboardIsOn(OWN.title);
  await win.page.getByText('15 of 15').waitFor();
  await predict(OWN.scripts[0]!, ['the guest is here']);
  await tabTo('Run and see');
  await win.press('Enter');
  await win.finished();
  await win.page.getByText('Even who waits for nothing gives way.').waitFor();
  expect(await verdict()).toBe('It was another one: the table is laid.');
  await tabTo('All lessons', 'Shift+Tab');
  await win.press('Enter');
  await win.page.getByRole('list', { name: 'Your own' }).getByText(OWN.title).waitFor();
  expect(await win.complaints()).toEqual([]);
  await tabTo('Close your own');
  await win.command('Close Own Lessons');
  await win.page.getByText(OWN.title).waitFor({ state: 'detached' });
});
