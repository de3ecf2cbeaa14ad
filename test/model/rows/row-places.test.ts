// While rows come above, a picture's rows move along with what the user looks at; and it surrounds the row that is sought.
import { expect, test } from 'vitest';
import { Model, type Picture, picture, Rows } from '../../../src/model/index.ts';
import type { RowPlace } from '../../../src/model/view-types.ts';
import type { Nanoseconds, RowIndex } from '../../../src/protocol/units.ts';
import { header, Script, type ScriptLine } from '../../support/script.ts';

const TAILS = ['a', 'b', 'c', 'd', 'e', 'f'];
const FIRST_TAIL = 500;

/** A program whose task `top` can grow a chain of tasks below itself, so that the six tasks after it move down. */
function growing() {
  const model = new Model();
  model.setHeader(header());
  const script = new Script();
  const ingest = (lines: readonly ScriptLine[]) => model.ingest(0, script.write(lines));
  ingest([
    [0, 'enter', 1, 'main', { kind: 'module' }],
    [1, 'enter', 2, 'top', { parent: 1 }],
    ...TAILS.map((name, at): ScriptLine => [2, 'enter', FIRST_TAIL + at, name, { parent: 1 }]),
  ]);
  const rows = new Rows(model);
  let length = 0;
  return {
    rows,
    grow(by: number): void {
      const id = (at: number) => length + at + 2;
      ingest(
        Array.from(
          { length: by },
          (_, at): ScriptLine => [9, 'enter', id(at + 1), 'grow', { parent: id(at) }],
        ),
      );
      length += by;
    },
    picture(
      fromRow: number,
      toRow: number,
      looked: { places?: readonly RowPlace[]; sought?: number } = {},
    ): Picture {
      const window = { fromNs: 0 as Nanoseconds, toNs: 1e8 as Nanoseconds, widthPx: 10 };
      return picture(model, rows, {
        ...window,
        fromRow: fromRow as RowIndex,
        toRow: toRow as RowIndex,
        ...looked,
      });
    },
  };
}

const names = ({ rows }: Picture) => rows.map(({ label }) => label.replace('()', '')).join(' ');
const placeOf = ({ rows }: Picture, name: string): RowPlace => {
  const { id, row } = rows.find(({ label }) => label === `${name}()`)!;
  return { id, row };
};

test('a picture has the rows around the first that is looked at, however many have come above', () => {
  const { picture, grow } = growing();
  const before = picture(4, 7);
  expect(names(before)).toBe('c d e');
  const places = [placeOf(before, 'd'), placeOf(before, 'c')];
  grow(40);
  expect(names(picture(4, 7))).toBe('grow grow grow');
  const now = picture(4, 7, { places });
  expect(names(now)).toBe('c d e');
  expect(now.places).toEqual(places.map(({ id, row }) => ({ id, row: row + 40 })));
  expect([now.request.fromRow, now.request.toRow]).toEqual([44, 47]);
});

test('where that row has gone, it has those around the next', () => {
  const { picture, grow } = growing();
  const places = [{ id: 99, row: 5 }, placeOf(picture(4, 7), 'c')];
  grow(40);
  expect(names(picture(4, 7, { places }))).toBe('c d e');
});

test('a row that is sought is in the middle unless it is in the picture anyway', () => {
  const { picture, grow } = growing();
  const sought = placeOf(picture(0, 9), 'd').id;
  expect(names(picture(0, 9, { sought }))).toBe('main.mjs top a b c d e f');
  grow(40);
  const far = picture(0, 4, { sought });
  expect(names(far)).toBe('b c d e');
  expect(far.places).toEqual([{ id: sought, row: 45 }]);
});

test('a row that is pinned is in every picture', () => {
  const { picture, grow, rows } = growing();
  grow(10);
  const { id } = placeOf(picture(0, 99), 'f');
  rows.togglePin(id);
  expect(names(picture(14, 17, { sought: id }))).toBe('f b c d');
});
