// Reads the results of a suite's tests from the output of a test runner, and compares two series of runs.

export type Outcome = 'passed' | 'failed' | 'skipped' | 'missing';

/** By test name. If several tests have the same name, the second is called `name #2`. */
export type Outcomes = ReadonlyMap<string, Outcome>;

export interface Changed {
  readonly name: string;
  readonly untraced: readonly Outcome[];
  readonly traced: readonly Outcome[];
}

/** The fields of mocha's json reporter that are used. */
interface MochaJson {
  readonly passes: readonly { readonly fullTitle: string }[];
  readonly failures: readonly { readonly fullTitle: string }[];
  readonly pending: readonly { readonly fullTitle: string }[];
}

class Collected {
  readonly all = new Map<string, Outcome>();

  add(name: string, outcome: Outcome): void {
    let own = name;
    for (let n = 2; this.all.has(own); n++) own = `${name} #${n}`;
    this.all.set(own, outcome);
  }
}

/** Reads TAP as `node:test` (with indented subtests), mocha, tape and ava write it. Ignores all other lines. */
export function readTap(text: string): Outcomes {
  const collected = new Collected();
  const above: string[] = [];
  for (const line of text.split('\n')) {
    const [, indent = '', heading] = /^( *)# Subtest: (.*)$/.exec(line) ?? [];
    if (heading !== undefined) {
      above.length = indent.length / 4;
      above.push(heading);
      continue;
    }
    const [, shift = '', not, said] = /^( *)(not )?ok\b(?: \d+)?(?: -)? ?(.*)$/.exec(line) ?? [];
    if (said === undefined) continue;
    const [, title = '', directive] = /^(.*?)(?: # (SKIP|TODO)\b.*)?$/i.exec(said) ?? [];
    const name = [...above.slice(0, shift.length / 4), title].join(' › ');
    collected.add(name, directive ? 'skipped' : not ? 'failed' : 'passed');
  }
  return collected.all;
}

/** Reads the output of mocha's json reporter, whatever the suite prints around it. Returns nothing if it is not there. */
export function readMochaJson(text: string): Outcomes {
  const collected = new Collected();
  const from = text.search(/^\{\s*"stats"/m);
  if (from < 0) return collected.all;
  const { passes, failures, pending } = JSON.parse(text.slice(from, text.lastIndexOf('}') + 1)) as MochaJson;
  for (const { fullTitle } of passes) collected.add(fullTitle, 'passed');
  for (const { fullTitle } of failures) collected.add(fullTitle, 'failed');
  for (const { fullTitle } of pending) collected.add(fullTitle, 'skipped');
  return collected.all;
}

/** The tests whose results differ, with the result of each run. */
export function changedTests(untraced: readonly Outcomes[], traced: readonly Outcomes[]): readonly Changed[] {
  const names = new Set([...untraced, ...traced].flatMap((outcomes) => [...outcomes.keys()]));
  const of = (name: string, runs: readonly Outcomes[]) =>
    runs.map((outcomes) => outcomes.get(name) ?? 'missing');
  return [...names]
    .map((name) => ({ name, untraced: of(name, untraced), traced: of(name, traced) }))
    .filter((test) => new Set([...test.untraced, ...test.traced]).size > 1);
}

/** Whether a test always has one result without the tracer, and always another one with it. */
export function isAlways({ untraced, traced }: Changed): boolean {
  return new Set(untraced).size === 1 && new Set(traced).size === 1;
}
