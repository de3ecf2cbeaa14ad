// What is looked at keeps its place while more comes, when siblings that are alike come to be many, too.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldDetails } from '../../../src/model/details/folds/fold-details.ts';
import { Model, NO_FILTER, Rows, rowView } from '../../../src/model/index.ts';
import { FOLDED_FROM } from '../../../src/model/rows/row-layout.ts';
import { allOf } from '../../../src/model/work.ts';
import type { RowIndex, TaskIndex } from '../../../src/protocol/units.ts';
import { Script, type ScriptLine } from '../../support/script.ts';

/** A program that runs: each call is one more sibling below `main`, of a name. */
class Program {
  readonly model = new Model();
  readonly rows = new Rows(this.model);
  readonly #script = new Script();
  #tasks = 1;

  constructor() {
    this.#write([[0, 'enter', 1, 'main']]);
  }

  calls(name: string, times = 1): this {
    for (let time = 0; time < times; time++) {
      const task = ++this.#tasks;
      this.#write([
        [task, 'enter', task, name, { parent: 1, line: 10 * name.charCodeAt(0) }],
        [task, 'end', task, task % 10 === 0 ? 'rejected' : 'fulfilled'],
      ]);
    }
    return this;
  }

  #write(lines: readonly ScriptLine[]): void {
    this.model.ingest(0, this.#script.write(lines));
  }

  /** What somebody has looked at since it was last said: so many rows from one on. */
  looksAt(from: number, count: number): this {
    const ids = this.ids().slice(from, from + count);
    this.rows.lookAt(ids, ids);
    return this;
  }

  ids(): number[] {
    return Array.from({ length: this.rows.count }, (_, row) => this.rows.idAt(row as RowIndex));
  }

  /** Captions, alike ones that follow one another counted; of a row of many its size, with + while it is closed. */
  outline(): string[] {
    const captions = this.ids().map((_, row) => {
      const { label, fold, collapsed } = rowView(this.model, this.rows, row as RowIndex);
      return label.replace('()', '') + (fold === null ? '' : ` ×${fold.size}${collapsed ? ' +' : ''}`);
    });
    return captions.reduce<string[]>((outline, caption) => {
      const [, times = '1', before] = /^(?:(\d+) )?(.*)$/.exec(outline.at(-1) ?? '') ?? [];
      if (before === caption) outline[outline.length - 1] = `${Number(times) + 1} ${caption}`;
      else outline.push(caption);
      return outline;
    }, []);
  }
}

const FEW = FOLDED_FROM - 1;

describe('siblings that come to be many', () => {
  test('share a row in the place of their first, where nobody has looked at them', () => {
    const program = new Program().calls('leaf', FEW).calls('twig');
    expect(program.outline()).toEqual(['main', `${FEW} leaf`, 'twig']);
    program.calls('leaf');
    expect(program.outline()).toEqual(['main', `leaf ×${FOLDED_FROM} +`, 'twig']);
  });

  test('stay where they are up to the last in view; those after it share a row', () => {
    const program = new Program().calls('leaf', FEW).calls('twig');
    program.looksAt(0, 10).calls('leaf');
    expect(program.outline()).toEqual(['main', '9 leaf', `leaf ×${FOLDED_FROM - 9} +`, 'twig']);
    // The row of many is in view by now, too.
    program.looksAt(0, 11).calls('leaf', 100);
    expect(program.outline()).toEqual(['main', '9 leaf', `leaf ×${FOLDED_FROM + 91} +`, 'twig']);
  });

  test('all share it once neither they nor that row are in view any more', () => {
    const program = new Program().calls('leaf', FEW).calls('twig', 5);
    program.looksAt(0, 10).calls('leaf');
    expect(program.looksAt(9, 5).outline()[1]).toBe('9 leaf');
    // As long as the row of the others is, too: it may be about to move.
    expect(program.looksAt(10, 5).outline()[1]).toBe('9 leaf');
    expect(program.looksAt(11, 4).outline()).toEqual(['main', `leaf ×${FOLDED_FROM} +`, '5 twig']);
    // Nor do they come apart again.
    program.looksAt(0, 10).calls('leaf');
    expect(program.outline()).toEqual(['main', `leaf ×${FOLDED_FROM + 1} +`, '5 twig']);
  });

  test('all share it, or none, when a person asks for other rows', () => {
    const apart = () => new Program().calls('leaf', FEW).looksAt(0, 10).calls('leaf').looksAt(0, 11);
    const all = ['main', `leaf ×${FOLDED_FROM} +`];
    for (const asks of [
      ({ rows }: Program) => rows.arrange({ order: 'start' }),
      ({ rows }: Program) => rows.setAllCollapsed(true),
    ]) {
      const program = apart();
      expect(program.outline()).toEqual(['main', '9 leaf', `leaf ×${FOLDED_FROM - 9} +`]);
      asks(program);
      program.rows.setCollapsed(0, false);
      expect(program.looksAt(0, 11).outline()).toEqual(all);
    }
    const filtered = apart();
    filtered.rows.arrange({ filter: { ...NO_FILTER, states: ['rejected'] } });
    expect(filtered.outline()).toEqual(['main', '5 leaf']);
  });

  test('share it again after a filter that left only one of them, however long that one was looked at', () => {
    const program = new Program().calls('leaf', FOLDED_FROM);
    program.rows.arrange({ filter: { ...NO_FILTER, states: ['rejected'] } });
    expect(program.outline()).toEqual(['main', '5 leaf']);
    program.looksAt(0, 6);
    program.rows.arrange({ filter: NO_FILTER });
    // The next picture is asked for before the rows that it will have are known.
    const seen = [0, 9];
    program.rows.lookAt(seen, seen);
    const all = (size: number) => ['main', `leaf ×${size} +`];
    expect(program.outline()).toEqual(all(FOLDED_FROM));
    program.calls('leaf');
    program.rows.lookAt(seen, seen);
    expect(program.outline()).toEqual(all(FOLDED_FROM + 1));
  });

  test('stay one by one with the others below their row, where one of them is to keep a row of its own', () => {
    const program = new Program().calls('leaf', FEW).looksAt(0, 10);
    allOf(program.rows.revealing(3 as TaskIndex));
    program.calls('leaf');
    expect(program.outline()).toEqual([
      'main',
      '9 leaf',
      `leaf ×${FOLDED_FROM - 9}`,
      `${FOLDED_FROM - 9} leaf`,
    ]);
    expect(program.rows.depthAt(1 as RowIndex)).toBe(program.rows.depthAt(10 as RowIndex));
  });

  test('stand so as they are sorted, too', () => {
    const program = new Program().calls('leaf', FEW).calls('twig');
    program.rows.arrange({ order: 'duration' });
    expect(program.looksAt(0, 10).outline().slice(0, 2)).toEqual(['main', `${FEW} leaf`]);
    program.calls('leaf', 2);
    expect(program.outline().slice(0, 3)).toEqual(['main', '9 leaf', `leaf ×${FEW - 7} +`]);
  });

  test('show only themselves, and the shared row shows those that share it', () => {
    const program = new Program().calls('leaf', FEW).looksAt(0, 10).calls('leaf', 51);
    const { fold, id } = rowView(program.model, program.rows, 10 as RowIndex);
    expect([fold?.size, fold?.states.rejected]).toEqual([91, 9]);
    expect(allOf(foldDetails(program.model, program.rows, id))?.size).toBe(91);
    expect(program.rows.rowShowing(2)).toBe(2);
    expect(program.rows.rowShowing(20)).toBe(10);
    program.looksAt(0, 1);
    expect(rowView(program.model, program.rows, 1 as RowIndex).fold?.states.rejected).toBe(10);
  });
});

test('whatever comes, what was looked at and is in view stays, in its order, and every task is told once', () => {
  const steps = fc.array(
    fc.record({
      name: fc.constantFrom('leaf', 'twig'),
      times: fc.nat({ max: 40 }),
      from: fc.nat({ max: 60 }),
      count: fc.integer({ min: 1, max: 25 }),
    }),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(steps, (all) => {
      const program = new Program();
      for (const { name, times, from, count } of all) {
        const inView = program.ids().slice(from, from + count);
        program.looksAt(from, count).calls(name, times);
        const after = program.ids();
        const places = inView.map((id) => after.indexOf(id));
        expect(places).toEqual(places.toSorted((a, b) => a - b));
        expect(places).not.toContain(-1);
        let told = 0;
        for (const row of after.keys())
          told += rowView(program.model, program.rows, row as RowIndex).fold?.size ?? 1;
        expect(told).toBe(program.model.tables.tasks.length);
      }
    }),
    { numRuns: 60 },
  );
});
