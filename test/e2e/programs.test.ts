// Programs that do not end well, or not at all, those that ask for input, and large ones.
import { expect, test } from 'vitest';
import { writeProgram } from '../support/program.ts';
import { eventually, sharedWindow } from './window.ts';

const win = sharedWindow();

const counter = async (name: string) =>
  win.page
    .locator('.counter', { has: win.page.getByText(name, { exact: true }) })
    .locator('dd')
    .textContent();

/** Whether a button stands within the list that scrolls it. */
const isInView = (button: Element): boolean => {
  const list = button.closest('.paged')!.getBoundingClientRect();
  const { top, bottom } = button.getBoundingClientRect();
  return top >= list.top - 1 && bottom <= list.bottom + 1;
};

test('one that never ends: Stop ends it, and what it did until then is there', async () => {
  await win.start(
    writeProgram({
      'endless.mjs': `
        async function forever() { await new Promise(() => {}); }
        forever();
        setInterval(() => {}, 20);
        console.log('here to stay');
      `,
    }),
  );
  await win.rowHas('forever()', 'suspended');
  await win.button('Stop').click();
  await win.finished();
  await win.bannerSays('You stopped endless.mjs');
  await win.statusSays('ended by SIGTERM');
  await win.consoleIs(['here to stay']);
  await win.rowHas('forever()', 'pending');
  expect(await win.button('Stop').isDisabled()).toBe(true);
});

const field = () => win.page.getByRole('textbox', { name: 'Input for the program' });
const paste = (text: string): Promise<void> =>
  field().evaluate((element, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);

test('one that reads its input: lines are typed below the console, and the window says that it reads', async () => {
  const asks = writeProgram({
    'asks.mjs': `
      import { createInterface } from 'node:readline/promises';
      const rl = createInterface({ input: process.stdin, output: process.stdout });
      console.log('Hello ' + (await rl.question('Name? ')));
      for await (const line of rl) console.log('and ' + line);
      console.log('over');
    `,
  });
  await win.start(asks);
  await win.page.getByRole('tab', { name: 'Tasks' }).click();
  await win.statusSays('reads its input');
  await win.focusRows();
  await win.press('i');
  await win.page.keyboard.type('Ada');
  await win.press('Enter');
  await expect.poll(() => win.console()).toEqual(['Name? ', 'Ada', 'Hello Ada']);
  expect(await win.complaints('.drawer')).toEqual([]);

  // Several pasted lines are sent as they are; what follows the last one waits in the field.
  await paste('one\r\ntwo\nthr');
  await expect.poll(() => field().inputValue()).toBe('thr');
  await win.press('ArrowUp');
  expect(await field().inputValue()).toBe('Ada');
  await win.press('ArrowDown');
  expect(await field().inputValue()).toBe('thr');
  await win.press('Control+d');
  await win.finished();
  const lines = ['Name? ', 'Ada', 'Hello Ada', 'one', 'two', 'and one', 'and two', 'thr', 'and thr', 'over'];
  await win.consoleIs(lines);
  expect(await field().isVisible()).toBe(false);

  // What was typed is in the recording.
  const typed = win.page.locator('.console-line.is-stdin .console-text');
  expect(await typed.allTextContents()).toEqual(['Ada', 'one', 'two', 'thr']);
});

test('one that reads its input gets all of a long text, and its end by a command', async () => {
  const reads = `
    import { text } from 'node:stream/consumers';
    const read = await text(process.stdin);
    console.log([...read].length, new Set(read).size);
  `;
  await win.start(writeProgram({ 'reads.mjs': reads }));
  await win.statusSays('reads its input');
  await win.press('i');
  await paste(`a${'😀'.repeat(120_000)}\n`);
  await win.command('End the Input of the Program');
  await win.finished();
  await win.page.getByRole('tab', { name: 'Console' }).click();
  await expect.poll(async () => (await win.console()).at(-1)).toBe('120002 3');
});

test('its packages under node_modules are traced on request, and not after that', async () => {
  const path = writeProgram({
    'app.mjs': `
      import { fetchAll } from 'library';
      async function own() { return fetchAll(); }
      await own();
    `,
    'node_modules/library/package.json': '{ "name": "library", "type": "module", "exports": "./index.mjs" }',
    'node_modules/library/index.mjs': 'export async function fetchAll() { await null; }',
  });
  await win.runToEnd(path);
  await win.rowsAre(['app.mjs', 'own()']);
  await win.command('Trace into node_modules');
  await win.press('Control+Shift+R');
  await win.rowHas('fetchAll()', 'fulfilled');
  await win.command('Only My Code');
  await win.rowsAre(['app.mjs', 'own()']);
  await win.command('All Tasks');
  await win.row('fetchAll()').waitFor();
  await win.command('Trace into node_modules');
});

test('one that does not listen to SIGTERM is killed', async () => {
  await win.start(
    writeProgram({
      'deaf.mjs': `
        process.on('SIGTERM', () => console.log('no'));
        async function forever() { await new Promise(() => {}); }
        forever();
        setInterval(() => {}, 20);
      `,
    }),
  );
  await win.rowHas('forever()', 'suspended');
  await win.button('Stop').click();
  await win.finished();
  await win.statusSays('ended by SIGKILL');
  await win.bannerSays('You stopped deaf.mjs');
  await win.consoleIs(['no']);
  expect((await win.labels()).slice(0, 2)).toEqual(['deaf.mjs', 'forever()']);
});

test('one that never returns to the loop is shown as running, and Stop works', async () => {
  await win.start(
    writeProgram({
      'stuck.mjs': `
        async function spin() { await null; for (;;); }
        await spin();
      `,
    }),
  );
  await win.rowHas('spin()', 'running');
  await win.button('Stop').click();
  await win.finished();
  const spin = (await win.rows()).find(({ label }) => label === 'spin()');
  expect(spin).toMatchObject({ state: 'pending', toNs: null });
  await win.row('spin()').click();
  const running = win.inspector
    .getByRole('row', { name: /^running/ })
    .locator('td')
    .last();
  await eventually(
    async () => Number.parseInt((await running.textContent()) ?? '', 10) > 50,
    'it was running',
  );
});

test('one that is killed from outside: what it did is shown, and the signal', async () => {
  await win.start(
    writeProgram({
      'killed.mjs': `
        async function forever() { await new Promise(() => {}); }
        forever();
        setInterval(() => {}, 20);
        console.log(process.pid);
      `,
    }),
  );
  await win.rowHas('forever()', 'suspended');
  await expect.poll(async () => (await win.console())[0]).toMatch(/^\d+$/);
  process.kill(Number((await win.console())[0]), 'SIGKILL');
  await win.finished();
  await win.bannerSays('killed.mjs was ended by SIGKILL');
  await win.statusSays('ended by SIGKILL');
  await win.rowHas('forever()', 'pending');
});

test('one that crashes: the error is said, its task is rejected, the console has the stack', async () => {
  await win.runToEnd(
    writeProgram({
      'crash.mjs': `
        async function buy(price) { await null; throw new TypeError('no such price: ' + price); }
        await buy(12);
      `,
    }),
  );
  await win.bannerSays('crash.mjs ended with exit code 1', 'TypeError: no such price: 12');
  await win.statusSays('exit 1');
  await win.rowHas('buy(12)', 'rejected');
  await win.row('buy(12)').click();
  const error = win.inspector.getByRole('note', { name: 'Error' });
  await error.waitFor();
  expect(await error.textContent()).toBe('TypeErrorno such price: 12');
  expect(await counter('rejected')).toBe('2');
  await win.button('Show console').click();
  await eventually(
    async () => (await win.console()).some((line) => line.includes('crash.mjs:')),
    'the stack is there',
  );
});

test('one that exits with a code of its own', async () => {
  await win.runToEnd(
    writeProgram({
      'quitter.mjs': `
        async function forever() { await new Promise(() => {}); }
        forever();
        setTimeout(() => process.exit(3), 10);
      `,
    }),
  );
  await win.bannerSays('quitter.mjs ended with exit code 3');
  await win.statusSays('exit 3');
  await win.rowHas('forever()', 'pending');
});

test('one that imports a file with a syntax error: the banner names file, line and error', async () => {
  await win.runToEnd(
    writeProgram({ 'importer.mjs': `import './broken.mjs';`, 'broken.mjs': 'const a = 1;\nconst b = ;\n' }),
  );
  await win.bannerSays(
    'importer.mjs ended with exit code 1',
    'broken.mjs could not be read: it has a syntax error at line 2.',
    "SyntaxError: Unexpected token ';'",
  );
});

test('one that floods its console: every line is there, in order, and the app stays usable', async () => {
  await win.runToEnd(
    writeProgram({
      'flood.mjs': `for (let line = 1; line <= 100_000; line += 1) console.log('line ' + line);`,
    }),
  );
  await win.statusSays('exit 0');
  await win.page.getByRole('tab', { name: /Console/ }).click();
  await expect.poll(async () => (await win.console()).at(-1)).toBe('line 100000');
  await win.page.getByRole('log', { name: 'Console' }).evaluate((log) => {
    log.scrollTop = 0;
  });
  await expect.poll(async () => (await win.console()).slice(0, 3)).toEqual(['line 1', 'line 2', 'line 3']);
});

/** How many pixels of a row's plot have the colour of arrows. */
const inkIn = (label: string) =>
  win.row(label).evaluate((row) => {
    const canvas = document.querySelector<HTMLCanvasElement>('.chart-sticky canvas')!;
    const { top, height } = row.getBoundingClientRect();
    const ratio = canvas.width / canvas.getBoundingClientRect().width;
    const y = (top - canvas.getBoundingClientRect().top) * ratio;
    const { data } = canvas.getContext('2d')!.getImageData(0, y, canvas.width, height * ratio);
    const ink = getComputedStyle(document.body).color.match(/\d+/g)!.map(Number);
    let count = 0;
    for (let at = 0; at < data.length; at += 4)
      if (ink.every((part, index) => data[at + index] === part)) count += 1;
    return count;
  });

test('one whose threads send messages: an arrow leads from who sent one to whom it woke; [ and ] go along it', async () => {
  await win.runToEnd(
    writeProgram({
      'main.mjs': `
        import { once } from 'node:events';
        import { Worker } from 'node:worker_threads';
        const worker = new Worker(new URL('adder.mjs', import.meta.url));
        async function ask() { worker.postMessage([1, 2]); await once(worker, 'message'); }
        await ask();
      `,
      'adder.mjs': `
        import { once } from 'node:events';
        import { parentPort } from 'node:worker_threads';
        async function answer() {
          const [[a, b]] = await once(parentPort, 'message');
          parentPort.postMessage(a + b);
        }
        await answer();
      `,
    }),
  );
  await win.rowsAre(['main', 'main.mjs', 'ask()', 'worker adder.mjs #1', 'adder.mjs', 'answer()']);
  expect(await inkIn('adder.mjs')).toBe(0);
  await win.row('ask()').click();
  // Down to the row of the sender, across the row in between.
  await expect.poll(() => inkIn('adder.mjs')).toBeGreaterThan(16);
  await win.inspector.getByText('sent the message that woke it').waitFor();
  await win.press('[');
  await win.selectedIs('answer()');
  await win.inspector.getByText('in worker adder.mjs #1 sent the message that made ask() ready').waitFor();
  await win.press(']');
  await win.selectedIs('ask()');
});

test('two thousand tasks: counted, scrolled through, the last one reached', async () => {
  await win.runToEnd(
    writeProgram({
      'fan-out.mjs': `
        import { setTimeout as sleep } from 'node:timers/promises';
        async function leaf(number) { await sleep(1 + (number % 50)); }
        await Promise.all(Array.from({ length: 2000 }, (_, at) => leaf(at + 1)));
      `,
    }),
  );
  expect(await counter('tasks')).toBe('2,001');
  expect(await win.labels()).toEqual(['fan-out.mjs', 'leaf']);
  await win.command('Expand All');
  const opened = ['fan-out.mjs', 'leaf', 'leaf(1)', 'leaf(2)'];
  await expect.poll(async () => (await win.labels()).slice(0, 4)).toEqual(opened);
  const tree = win.page.getByRole('treegrid', { name: 'Tasks' });
  expect(await tree.getAttribute('aria-rowcount')).toBe('2002');

  const plot = await win.page.locator('.chart-surface').boundingBox();
  if (plot === null) throw new Error('no chart');
  await win.page.mouse.move(plot.x + 100, plot.y + 100);
  await win.page.mouse.wheel(0, 10_000);
  await eventually(async () => !(await win.labels()).includes('leaf(2)'), 'the wheel scrolls rows');

  await win.focusRows();
  await win.press('End');
  // Siblings far down cannot be told apart by their arguments, so the row's number is used.
  const last = win.page.locator('.task-row[aria-rowindex="2002"][aria-selected=true]');
  await last.waitFor();
  expect((await win.rows()).at(-1)).toMatchObject({ selected: true, state: 'fulfilled', level: 3 });
  await win.press('Home');
  await win.selectedIs('fan-out.mjs');

  await win.page.getByRole('tab', { name: /Tasks/ }).click();
  expect(await win.page.getByRole('grid', { name: 'Tasks' }).getAttribute('aria-rowcount')).toBe('2002');
});

test('the last of so many waits that no element can be as high as their list is reached, and those before it', async () => {
  const many = 850_000;
  await win.runToEnd(
    writeProgram({
      'patient.mjs': `
        async function patient() { for (let i = 0; i < ${many}; i++) await i; }
        await patient();
      `,
    }),
  );
  await win.row('patient()').click();
  const wait = (number: number) =>
    win.inspector
      .getByRole('list', { name: 'Waits' })
      .getByRole('button', { name: `Wait ${number}, line 1` });
  await wait(1).focus();
  await win.press('End');
  await expect.poll(() => wait(many).evaluate((button) => button === document.activeElement)).toBe(true);
  expect(await wait(many).evaluate(isInView)).toBe(true);
  await wait(many).hover();
  await win.page.mouse.wheel(0, -410);
  await eventually(() => wait(many - 10).evaluate(isInView), 'the wheel moves the list by as much');
  await win.inspector
    .locator('.paged')
    .first()
    .evaluate((list) => list.scrollTo(0, 0));
  await eventually(() => wait(1).evaluate(isInView), 'the first one comes back');
});
