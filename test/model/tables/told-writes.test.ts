import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ToldWrites } from '../../../src/model/tables/console/told-writes.ts';
import { checkOfAscii, checkOfBytes } from '../../../src/protocol/written.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const checkOf = (bytes: Uint8Array): number => checkOfBytes((at) => bytes[at]!, bytes.length);
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

interface Write {
  /** 0 if nobody tells of it. */
  readonly stream: number;
  readonly text: string;
}

/** Tells and bytes in whatever order they come; returns what was found of each stream, and what is left. */
function found(writes: readonly Write[], comes: readonly boolean[], cuts: readonly number[]) {
  const all = bytesOf(writes.map(({ text }) => text).join(''));
  const texts = new Map<number, string[]>();
  let claimed = 0;
  const told = new ToldWrites((at, bytes, { stream }) => {
    texts.set(stream, [...(texts.get(stream) ?? []), textOf(all.subarray(at, at + bytes))]);
    claimed += bytes;
  });
  const pieces: Uint8Array[] = [];
  let from = 0;
  for (const cut of [...cuts, all.length].sort((a, b) => a - b)) {
    const to = Math.min(cut, all.length);
    pieces.push(all.subarray(from, to));
    from = to;
  }
  const tells = writes.filter(({ stream }) => stream > 0);
  for (let step = 0; tells.length > 0 || pieces.length > 0; step++) {
    if (tells.length > 0 && (comes[step % comes.length] || pieces.length === 0)) {
      const { stream, text } = tells.shift()!;
      const bytes = bytesOf(text);
      told.tell(0, bytes.length, checkOf(bytes), { stream, task: -1, timeNs: 0, inOrder: true });
    } else told.came(pieces.shift()!);
  }
  told.finish();
  return { texts, left: all.length - claimed };
}

const TEXT = fc.oneof(
  fc.constantFrom('.', 'tick\n', 'same line\n', 'ü', 'no end'),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }),
  // Of a long text only the ends are looked at: two of one length have others here, also where one is two lines.
  fc.nat(300).map((length) => `${`${length},`.repeat(150).slice(0, length)}é\n`),
);

test('writes that several threads reported are found in the output, whichever comes first and however it is cut', () => {
  const write = fc.record({ stream: fc.integer({ min: 1, max: 3 }), text: TEXT });
  const stray = fc.record({ stream: fc.constant(0), text: fc.nat(9).map((at) => `untold ${at}\n`) });
  const writes = fc.array(fc.oneof({ weight: 5, arbitrary: write }, { weight: 1, arbitrary: stray }), {
    maxLength: 40,
  });
  fc.assert(
    fc.property(
      writes,
      fc.array(fc.boolean(), { minLength: 1, maxLength: 7 }),
      fc.array(fc.nat(600), { maxLength: 12 }),
      (given, comes, cuts) => {
        // Where nobody ends a line before what nobody tells of, its beginning is found only where a read began.
        const all = given.map((each, at) => {
          const isBeforeStray = given[at + 1]?.stream === 0 || each.stream === 0;
          return isBeforeStray && !each.text.endsWith('\n') ? { ...each, text: `${each.text}\n` } : each;
        });
        const same = found(all, comes, cuts);
        // Two that write the same may be taken for each other, never for somebody who wrote something else.
        for (const stream of [1, 2, 3]) {
          const said = all.filter((each) => each.stream === stream).map(({ text }) => text);
          for (const text of same.texts.get(stream) ?? [])
            said.splice(0, said.includes(text) ? said.indexOf(text) + 1 : expect.fail(`never said: ${text}`));
        }
        const unique = all.map((each, at) => ({ ...each, text: `${at} ${each.text}` }));
        const { texts, left } = found(unique, comes, cuts);
        const ofUnique = (stream: number) =>
          unique.filter((each) => each.stream === stream).map(({ text }) => text);
        for (const stream of [1, 2, 3]) expect(texts.get(stream) ?? []).toEqual(ofUnique(stream));
        expect(left).toBe(bytesOf(ofUnique(0).join('')).length);
      },
    ),
    { numRuns: 2000 },
  );
});

test('writes after one that never comes are found all the same', () => {
  const told: [number, string][] = [];
  const writes = new ToldWrites((at, _bytes, { timeNs }) => told.push([at, String(timeNs)]));
  const lines = ['lost', 'one\n', 'two\n', 'lost too\n', 'three\n'];
  lines.forEach((text, at) => {
    writes.tell(0, text.length, checkOfAscii(text), {
      ...{ stream: 1, task: -1, timeNs: at, inOrder: true },
    });
  });
  writes.came(bytesOf('one\ntwo\nthree\n'));
  writes.finish();
  expect(told).toEqual([
    [0, '1'],
    [4, '2'],
    [8, '4'],
  ]);
});

test('a text of ASCII has the check of its bytes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary-ascii', maxLength: 300 }), (text) => {
      expect(checkOfAscii(text)).toBe(checkOf(bytesOf(text)));
    }),
  );
  expect(checkOfAscii('ü')).toBe(-1);
});
