// Style sheets and what they are for.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { at } from '../../../scripts/paths.mjs';
import { COLOUR_NAMES } from '../../../src/renderer/chart/paint/chart-colours.ts';

const folder = at('src/renderer');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });

const read = (name: RegExp): string =>
  files
    .filter((file) => name.test(file))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');

/** Classes that d3-brush gives to its parts. */
const NOT_OURS = ['overlay'];

test('every class with a style is used', () => {
  const styles = read(/\.css$/).replaceAll(/\/\*.*?\*\//gs, '');
  const code = read(/\.tsx?$/);
  const words = new Set(code.match(/[\w-]+/g));
  // `chip-${state}` makes many.
  const made = [...code.matchAll(/([\w-]+-)\$\{/g)].map(([, start]) => start!);
  const classes = [...styles.matchAll(/([^{}]+)\{/g)].flatMap(([, selector]) =>
    [...selector!.matchAll(/\.([a-zA-Z][\w-]*)/g)].map(([, name]) => name!),
  );
  const unused = [...new Set(classes)].filter(
    (name) => !words.has(name) && !NOT_OURS.includes(name) && !made.some((start) => name.startsWith(start)),
  );
  expect(classes.length).toBeGreaterThan(300);
  expect(unused).toEqual([]);
});

test('every custom property that is read is set, and every one that is set is read', () => {
  const all = read(/\.(css|tsx?)$/);
  const names = (pattern: RegExp): Set<string> =>
    new Set([...all.matchAll(pattern)].map(([, name]) => name!));
  const set = new Set([...names(/--([a-z][\w-]*)['"]?:/g), ...names(/setProperty\('--([a-z][\w-]*)'/g)]);
  const used = new Set([...names(/var\(--([a-z][\w-]*)/g), ...COLOUR_NAMES]);
  expect(set.size).toBeGreaterThan(50);
  expect([...used].filter((name) => !set.has(name))).toEqual([]);
  expect([...set].filter((name) => !used.has(name))).toEqual([]);
});

/** What is not on the grid: signs of their own size, and strips with a hairline beside what is in them. */
const OFF_GRID = [
  '.icon height: 14px',
  '.swatch height: 10px',
  '.swatch-suspended height: 6px',
  '.has-sign::after height: 6px',
  '.legend-failure height: 3px',
  '.toolbar-row height: 39px',
  '.chart-overview height: 41px',
  '.chart-marks height: 21px',
  '.chart-console height: 21px',
  '.chart-counters height: 81px',
  '.chart-lane-name line-height: 27px',
  '.chart-playhead-time line-height: 18px',
];

test('distances, heights and lines are multiples of 4 px, or hairlines', () => {
  const styles = read(/\.css$/).replaceAll(/\/\*.*?\*\//gs, '');
  const rules = [...styles.matchAll(/([^{};]+)\{([^{}]*)\}/g)];
  const sizes = rules.flatMap(([, selector, body]) =>
    [
      ...body!.matchAll(
        /(?:^|;)\s*((?:margin|padding|gap|\w+-gap|height|min-height|line-height)[\w-]*: [^;]*)/g,
      ),
    ].map(([, size]) => `${selector!.trim().split('\n').at(-1)} ${size}`),
  );
  const isOff = (size: string): boolean =>
    [...size.slice(size.indexOf(':')).matchAll(/([\d.]+)px/g)].some(
      ([, px]) => Number(px) > 2 && Number(px) % 4 !== 0,
    );
  expect(sizes.length).toBeGreaterThan(300);
  expect(sizes.filter(isOff).sort()).toEqual([...OFF_GRID].sort());
});

test('where the system forces its colours, all that are not a state’s are the system’s', () => {
  const tokens = read(/tokens\.css$/).replaceAll(/\/\*.*?\*\//gs, '');
  const [ours = '', forced = ''] = tokens.split('@media (forced-colors: active)');
  const coloursOf = (text: string): string[] =>
    [...text.matchAll(/--([a-z][\w-]*): ([^;]*)/g)]
      .filter(([, , value]) => /light-dark|Canvas|Highlight/.test(value!))
      .map(([, name]) => name!);
  const STATES = /^(running|ready|suspended|rejected|fulfilled|await)/;
  // What is behind a dialog only gets darker.
  const others = coloursOf(ours).filter(
    (name) => !STATES.test(name) && name !== 'shadow' && name !== 'backdrop',
  );
  expect(others.length).toBeGreaterThan(20);
  expect(coloursOf(forced).sort()).toEqual(others.sort());
});
