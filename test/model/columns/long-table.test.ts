import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  BitField,
  IndexColumn,
  Int32Column,
  LongTable,
  Uint8Column,
} from '../../../src/model/columns/long-table.ts';
import {
  CountColumn,
  FewColumn,
  Lengths,
  MOST_AHEAD,
  NearIndexColumn,
  NearRowColumn,
} from '../../../src/model/columns/near-columns.ts';
import { SparseColumn, SparseIndexColumn } from '../../../src/model/columns/sparse-column.ts';
import {
  LaterColumn,
  LengthColumn,
  MomentColumn,
  ShortLengthColumn,
  SoonColumn,
  SparseLaterColumn,
} from '../../../src/model/columns/time-columns.ts';

/** More than the first chunk and the second. */
const ROWS = 140_000;

class Everything extends LongTable {
  readonly number = this.column(new Int32Column());
  readonly index = this.column(new IndexColumn());
  readonly byte = this.column(new Uint8Column());
  readonly low = new BitField(this.byte, 0, 3);
  readonly high = new BitField(this.byte, 3, 5);
  readonly length_ = this.column(new LengthColumn());
  readonly short = this.column(new ShortLengthColumn());
  readonly few = this.column(new FewColumn());
  readonly fewBits = new BitField(this.few, 5, 3);
  readonly fromNs = this.column(new MomentColumn());
  readonly toNs = this.column(new LaterColumn(this.fromNs));
  readonly soonNs = this.column(new SoonColumn(this.fromNs));
  readonly rarelyNs = this.column(new SparseLaterColumn());
  readonly sparse = this.column(new SparseColumn());
  readonly sparseIndex = this.column(new SparseIndexColumn());
  readonly near = this.column(new NearRowColumn());
  /** Of another table, which has a row for every three of this one. */
  readonly #lengths = new Lengths();
  readonly other = this.column(new NearIndexColumn(this.#lengths));
  readonly ahead = this.column(new NearIndexColumn(this.#lengths, MOST_AHEAD));
  readonly count = this.column(new CountColumn());
  readonly untouched = this.column(new IndexColumn());

  add(ns: number): number {
    const row = this.addRow();
    this.#lengths.note(row, Math.floor(row / 3));
    this.fromNs.set(row, ns);
    return row;
  }
}

/** Near to what it is told from and as far as 16 bits reach, and anything else; -1 for none. */
const index = fc.oneof(
  fc.nat({ max: 2 ** 31 - 2 }),
  fc.constantFrom(-1, 0, 1, 2, 3, ROWS - 1, 65_533, 65_534, 65_535, 65_536),
  fc.constantFrom(32_766, 32_767, 32_768, 32_769),
  fc.constantFrom(8190, 8191, 8192, 8193, 57_086, 57_087, 57_088, 65_278, 65_279, 65_280),
);

/** Mostly what programs have, and all that a file may claim. */
const ns = fc.oneof(
  { weight: 4, arbitrary: fc.nat({ max: 2 ** 31 }) },
  fc.constantFrom(
    0,
    1,
    2 ** 32 - 3,
    2 ** 32 - 2,
    2 ** 32 - 1,
    2 ** 32,
    2 ** 40,
    65_533,
    65_534,
    65_535,
    0.5,
    1e9 + 0.25,
  ),
);
const places = fc.constantFrom(0, 1, 255, 256, 511, 65_533, 65_534, 65_535, 65_536, 131_071, ROWS - 1);

test('a table holds what was set, and blanks elsewhere', () => {
  const table = new Everything();
  for (let row = 0; row < ROWS; row++) table.add(row * 1000);
  const set = fc.record({
    row: places,
    number: fc.integer(),
    index: fc.integer(),
    bits: fc.nat({ max: 255 }),
    ns,
  });
  fc.assert(
    fc.property(set, ({ row, number, index, bits, ns }) => {
      table.number.set(row, number | 0);
      table.index.set(row, index);
      table.low.set(row, bits);
      table.high.set(row, bits >> 3);
      table.length_.set(row, ns);
      table.length_.add(row, 3);
      table.toNs.set(row, row * 1000 + ns);
      expect(table.number.get(row)).toBe(number | 0);
      expect(table.index.get(row)).toBe(index);
      expect(table.byte.get(row)).toBe(bits);
      expect(table.length_.get(row)).toBe(ns + 3);
      expect(table.fromNs.get(row)).toBe(row * 1000);
      expect(table.toNs.get(row)).toBe(row * 1000 + ns);
    }),
  );
  for (const row of [-1, 2, 70_000, ROWS - 2]) {
    expect(table.number.get(row)).toBe(0);
    expect(table.index.get(row)).toBe(-1);
    expect(table.length_.get(row)).toBe(0);
    expect(table.untouched.get(row)).toBe(-1);
    expect(table.toNs.get(row)).toBe(row < 0 ? Number.NaN : Number.POSITIVE_INFINITY);
  }
  table.toNs.set(1, Number.POSITIVE_INFINITY);
  expect(table.toNs.get(1)).toBe(Number.POSITIVE_INFINITY);
});

test('columns for near, soon and rare values return exactly what was set', () => {
  const table = new Everything();
  for (let row = 0; row < ROWS; row++) table.add(row * 1000);
  const counts = new Map<number, number>();
  const lengths = new Map<number, number>();
  const set = fc.record({ row: places, index, ns, times: fc.constantFrom(0, 1, 200, 255) });
  fc.assert(
    fc.property(set, ({ row, index, ns, times }) => {
      for (const column of [
        table.near,
        table.other,
        table.ahead,
        table.sparseIndex,
        table.sparse,
        table.few,
      ]) {
        column.set(row, index);
        expect(column.get(row)).toBe(index);
      }
      table.fewBits.set(row, 5);
      expect(table.few.get(row)).toBe((index & ~0xe0) | 0xa0);
      table.short.add(row, ns);
      lengths.set(row, (lengths.get(row) ?? 0) + ns);
      expect(table.short.get(row)).toBe(lengths.get(row));
      table.soonNs.set(row, row * 1000 + ns);
      expect(table.soonNs.get(row)).toBe(row * 1000 + ns);
      table.rarelyNs.set(row, row * 1000 + ns, row * 1000);
      expect(table.rarelyNs.get(row, row * 1000)).toBe(row * 1000 + ns);
      for (let time = 0; time < times; time++) table.count.increment(row);
      counts.set(row, (counts.get(row) ?? 0) + times);
      expect(table.count.get(row)).toBe(counts.get(row));
    }),
    { numRuns: 1000 },
  );
  for (const row of [-1, 2, 70_000, ROWS - 2]) {
    for (const column of [table.near, table.other, table.ahead, table.sparseIndex])
      expect(column.get(row)).toBe(-1);
    for (const column of [table.sparse, table.count, table.few, table.short]) expect(column.get(row)).toBe(0);
    expect(table.soonNs.get(row)).toBe(row < 0 ? Number.NaN : Number.POSITIVE_INFINITY);
  }
  table.soonNs.set(1, Number.POSITIVE_INFINITY);
  expect(table.soonNs.get(1)).toBe(Number.POSITIVE_INFINITY);
});

test('moments are exact to the nanosecond, however far apart', () => {
  const step = fc.oneof(ns, fc.constantFrom(-1e9, -2e9, 3600e9, 2 ** 52));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 600 }), (steps) => {
      const table = new Everything();
      const moments: number[] = [];
      for (const by of steps) moments.push(Math.max(0, (moments.at(-1) ?? 0) + by));
      for (const moment of moments) table.add(moment);
      expect(moments.map((_, row) => table.fromNs.get(row))).toEqual(moments);
    }),
  );
});

test('bisecting moments counts what a scan counts', () => {
  const sorted = fc.array(fc.nat({ max: 40 }), { maxLength: 60 }).map((all) => all.sort((a, b) => a - b));
  fc.assert(
    fc.property(sorted, fc.nat({ max: 42 }), fc.nat({ max: 60 }), (moments, ns, from) => {
      const table = new Everything();
      for (const moment of moments) table.add(moment);
      const { fromNs, length } = table;
      expect(fromNs.countAtMost(length, ns)).toBe(moments.filter((each) => each <= ns).length);
      const first = moments.findIndex((each, at) => at >= from && each >= ns);
      expect(fromNs.firstAtOrAfter(Math.min(from, length), length, ns)).toBe(first < 0 ? length : first);
    }),
  );
});

test('a column of few numbers takes any number of them', () => {
  const table = new Everything();
  for (let row = 0; row < ROWS; row++) {
    table.add(row * 1000);
    table.few.set(row, row * 1001);
    table.near.set(row, row < 3000 ? row * 40 + ROWS : 1);
  }
  for (let row = 0; row < ROWS; row++) {
    if (table.few.get(row) !== row * 1001) expect([row, table.few.get(row)]).toEqual([row, row * 1001]);
    const near = row < 3000 ? row * 40 + ROWS : 1;
    if (table.near.get(row) !== near) expect([row, table.near.get(row)]).toEqual([row, near]);
  }
});
